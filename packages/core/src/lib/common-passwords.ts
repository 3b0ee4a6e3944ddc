/** Sorted, apart by single spaces. Keyboard walks, counting, names and what sites are called, as every published list of leaks has them. */
const LIST = `
!qaz2wsx !qaz@wsx 00000000 000000000 0000000000 01234567 012345678 0123456789 098765432 0987654321 0okmnji9 10101010 10203040 1020304050
102030405060 11110000 11111111 111111111 1111111111 11112222 111222tianya 11223344 1122334455 112233445566 12121212 1212121212 123123123
123123123123 1231231234 123321123 12341234 12344321 123454321 1234554321 123456123 123456123456 12345678 123456780 123456789 1234567890
12345678901 1234567891 12345678910 123456789a 123456789q 12345678a 12345678q 12345679 123456abc 12345abc 1234abcd 1234qwer 123654789
123789456 123qwe123 123qweasd 123qweasdzxc 12qwaszx 13131313 1314520a 13579246 135792468 1357924680 147258369 147852369 159357456 19841984
19871987 19901990 1a2b3c4d 1a2b3c4d5e 1q2w3e4r 1q2w3e4r! 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx! 1qaz2wsx3edc 1qaz@wsx 1qazxsw2 20002000
20102010 20202020 20202021 20212021 21212121 22222222 23232323 24681012 2468101214 31313131 31415926 314159265 321321321 321654987 33333333
42424242 44444444 456123789 4815162342 5201314520 5201314a 55555555 66666666 666666666 69696969 741852963 77777777 789456123 87654321
88888888 888888888 963852741 98765432 987654321 9876543210 987654321a 99999999 999999999 a1234567 a12345678 a123456789 a1b2c3d4 a1b2c3d4e5
aa123456 aa12345678 aa123456789 aaa11111 aaaa1111 aaaa1234 aaaaaaaa aaaaaaaaa aaaaaaaaaa aabbccdd abc123123 abc12345 abc123456 abc1234567
abc123456789 abc123abc abc@1234 abc@12345 abcabcabc abcd123! abcd1234 abcd12345 abcd123456 abcd@1234 abcdefg1 abcdefg123 abcdefgh abcdefghi
abcdefghij abdullah access123 access14 admin123 admin123! admin1234 admin12345 admin123456 admin@123 admin@1234 adminadmin administrator
administrator1 alejandra alejandro alexander alexander1 alexandra alianza1 amsterdam andrew123 android1 anthony1 anthony123 argentina
aristotle arsenal1 arsenal123 asd123asd asdasd123 asdasdasd asdf1234 asdf;lkj asdfasdf asdfgh123 asdfghjk asdfghjkl asdfghjkl1 asdfqwer
ashley123 asshole1 australia autumn2023 autumn2024 azerty123 azertyuiop babyboy1 babygirl babygirl1 babylove bangladesh barcelona barcelona1
baseball baseball1 baseball123 basketball basketball1 batman12 batman123 beatles1 beautiful beautiful1 benjamin benjamin1 bismillah
blackberry blackcat blessed1 blink-182 blink182 blueberry bonjour1 bonjour123 brandon1 brandon123 brazil123 broncos1 bubblegum bulldogs
bullshit business butterfly butterfly1 california california1 carolina caroline catherine changeit changeme changeme1 changeme123 charlie1
charlie123 cheesecake chelsea1 chelsea123 chocolate chocolate1 chouchou christian christian1 christina christine christopher cisco123
colombia company1 computer computer1 computer123 contrasena contraseña corvette counterstrike cowboys1 crystal1 cupcakes daniel123 danielle
danielle1 darkness december default1 default123 demo1234 demodemo deutschland diamond1 diamonds digimon1 disneyland dolphin1 dolphins
doudou123 dragon12 dragon123 dragonball drowssap einstein elephant elizabeth elizabeth1 eminem123 estrella everton1 example1 facebook
facebook1 february fernando ferrari1 feyenoord football football1 football12 football123 forever1 forever21 francisco freedom1 freedom123
fuckyou! fuckyou1 fuckyou123 fuckyou2 gabriel1 gabriela gandalf1 garfield gemini123 godisgood godislove google12 google123 greenday guest123
guest1234 hallo123 hallo1234 hallohallo harleydavidson harrypotter hello!23 hello123 hello1234 hello12345 hellohello hellokitty helloworld
hogwarts hunter12 hunter123 ihateyou ilovegod ilovejesus iloveme1 iloveu123 iloveyou iloveyou! iloveyou1 iloveyou12 iloveyou123 iloveyou2
iloveyou3 india123 india@123 indonesia instagram internet internet1 internet123 iphone123 isabella isabelle january1 jennifer jennifer1
jessica1 jessica123 jesus123 jesus4ever jesuschrist jonathan jonathan1 jordan123 jordan23 joshua123 juventus katherine kawasaki killer01
killer12 killer123 kimberly kristina lacrosse lakers24 lasvegas letmein! letmein1 letmein12 letmein123 letmein2 liberty1 linkedin1 liverpool
liverpool1 liverpool123 lkjhgfdsa login123 logmein1 loulou123 lovelove lovelove1 loveme123 lovemoney lovers123 loveyou1 manager1 manchester
manchesterunited manutd123 margarita marseille master12 master123 matthew1 matthew123 mercedes metallica metallica1 michael1 michael123
michael23 michelle michelle1 mickey123 mickeymouse microsoft midnight minecraft minecraft1 minecraft123 mnbvcxz1 mohammed mohammed1 money123
moneymoney monkey12 monkey123 motdepasse mountain muhammad mustang1 mylove123 mypassword mysecret myspace1 naruto123 newpassword newyork1
newyork123 nicholas nicholas1 nicole123 nintendo nirvana1 november october1 office123 onepiece oracle123 p@ssw0rd p@ssw0rd! p@ssw0rd1
p@ssw0rd123 p@ssword p@ssword1 p@ssword123 pa$$w0rd pa$$word pa55word packers1 pakistan pakistan1 pakistan123 panthers paradise parola123
pass1234 pass12345 pass123456 pass@123 pass@1234 passcode passpass passpass1 passw0rd passw0rd! passw0rd1 password password! password.
password0 password00 password1 password1! password11 password12 password123 password123! password1234 password12345 password123456 password2
password3 password99 password@123 passwort passwort1 passwort123 patricia patrick1 patriots penguin1 philippines pikachu1 pineapple
pinkfloyd platinum playstation poiuytre poiuytrewq pokemon1 pokemon123 porsche1 portugal precious princesa princess princess1 princess12
princess123 q1234567 q12345678 q123456789 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123 qazwsxedc qazwsxedcrfv qazxswedc qq123456 qq123456789
qqqqqqqq qwe123qwe qweasd123 qweasdzxc qweasdzxc123 qweqweqwe qwer1234 qwer12345 qwert123 qwert1234 qwert12345 qwerty00 qwerty1! qwerty11
qwerty12 qwerty123 qwerty123! qwerty1234 qwerty12345 qwerty123456 qwerty123a qwerty21 qwerty99 qwerty@123 qwertyqwerty qwertyui qwertyuiop
qwertz123 qwertzuiop rainbow1 realmadrid redskins rockstar rockstar1 rockyou1 root1234 rootpass rootroot samantha samantha1 sample123
samsung1 samsung123 sasuke123 sayang123 schalke04 scooby123 scorpio1 scorpion scotland sebastian secret12 secret123 secret1234 security
security1 senha123 september server123 shadow12 shadow123 slipknot snoopy123 snowball snowflake softball soleil123 songoku1 spiderman
spiderman1 spring2023 spring2024 starcraft stargate startrek starwars starwars1 steelers steelers1 stephanie stephanie1 strawberry summer12
summer123 summer2020 summer2021 summer2022 summer2023 summer2024 sunflower sunshine sunshine1 sunshine12 sunshine123 superman superman1
superman123 sweetheart sweetpea swimming system123 teamo123 teamomucho teddybear teddybear1 temp1234 temp12345 temppass tequiero test123!
test1234 test12345 test123456 test@123 test@1234 tester123 testing1 testing123 testpass testtest thepassword thomas123 tigger123 tinkerbell
toortoor topsecret trustno1 twitter1 undertaker user1234 username veronica victoria victoria1 volleyball w123456789 wachtwoord warcraft
warcraft1 watermelon welcome! welcome1 welcome1! welcome12 welcome123 welcome2 welcome@123 whatever whatever1 whatsapp wildcats william1
windows1 windows10 winter123 winter2020 winter2021 winter2022 winter2023 winter2024 woaini1314 woaini520 woaiwojia wolverine xbox3600
xxxxxxxx yamaha123 yankees1 youtube1 yuiophjk z123456789 zaq12wsx zaq1xsw2 zaq1zaq1 zeldazelda zxcv1234 zxcvasdf zxcvbnm, zxcvbnm1
zxcvbnm123 zxczxczxc zzzzzzzz
`;

/**
 * The passwords of 8 and more characters that guessing tries first, in lower case: for `passwordPolicy: { common: commonPasswords() }`
 * (NIST SP 800-63B §3.1.1.2). Shorter ones are refused by their length already. A list of your own is any set of lower-case texts.
 */
export function commonPasswords(): ReadonlySet<string> {
  return new Set(LIST.trim().split(/\s+/));
}
