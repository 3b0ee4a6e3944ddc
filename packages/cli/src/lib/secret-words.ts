/**
 * Words that people write where a secret belongs: in `.env.example` files, in guides, and to get past a length check. Also the
 * plain words of the sentences around them, and what other frameworks ship with ("keyboard cat", "supersecret").
 */
export const SECRET_WORDS: readonly string[] = `
change changed changeme changeit replace replaced placeholder update enter insert fill put set paste generate generated todo fixme tbd
secret secrets supersecret password passwords passwort passwd passphrase passcode motdepasse contrasena geheim kennwort wachtwoord parola
pass pwd key keys apikey token tokens jwt auth authentication authorization session sessions cookie cookies sign signed signing signature
hash hashing salt pepper encrypt encryption crypto cipher private public master shared symmetric hmac sha hex base rand random openssl
example examples sample samples test tests testing tester demo dummy fake mock temp temporary default none null undefined true false empty
value values string text word words phrase sentence byte bytes bit bits char chars character characters letter letters number digit digits
length long longer short least minimum min maximum max more less than over under about exactly
super very really extremely totally highly most strong stronger secure secured insecure unsafe safe safely good bad real own new newer old
older unique unguessable complex simple easy hard
production prod development develop dev staging stage local localhost environment env config configuration setting settings variable file
app apps application server servers service services web website site api backend frontend client database data admin administrator root
user users username login signin signup account accounts company project product domain email mail latchkey node next express django rails
laravel flask symfony
the this that these those here there now then must should shall will would could can cannot may might need needs please make made sure use
used uses using keep kept get got give have has had been are was were not never ever always only also just before after when while until
deploy deploying deployed deployment commit committed committing push ship going live run running start starting your yours you mine our
ours their them they his her its with without for from into onto and but nor yet any some something anything nothing everything all each
every other another someone nobody one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty
thirty forty fifty sixty seventy eighty ninety hundred thousand first second third last
hello world welcome letmein iloveyou love lovely monkey dragon sunshine princess football baseball shadow superman batman trustno hunter
keyboard cat dog shh shhh foo bar baz qux quux lorem ipsum dolor sit amet consectetur adipiscing elit correct horse battery staple quick
brown fox jumps jumped lazy abc xyz january february march april june july august september october november december
`
  .trim()
  .split(/\s+/);
