import { commonPasswords } from "@latchkey/core/common-passwords";

/**
 * Words that people write where a secret belongs: in `.env.example` files, in guides, and to get past a length check.
 * Also the plain words of the sentences around them, and what other frameworks ship with ("keyboard cat",
 * "supersecret").
 */
export const SECRET_WORDS: readonly string[] = `
change changed changeme changeit replace replaced placeholder update enter insert fill put set paste generate generated
todo fixme tbd secret secrets supersecret password passwords passwort passwd passphrase passcode motdepasse contrasena
geheim kennwort wachtwoord parola pass pwd key keys apikey token tokens jwt auth authentication authorization session
sessions cookie cookies sign signed signing signature hash hashing salt pepper encrypt encryption crypto cipher private
public master shared symmetric hmac sha hex base rand random openssl example examples sample samples test tests testing
tester demo dummy fake mock temp temporary default none null undefined true false empty value values string text word
words phrase sentence byte bytes bit bits char chars character characters letter letters number digit digits length long
longer short least minimum min maximum max more less than over under about exactly super very really extremely totally
highly most strong stronger secure secured insecure unsafe safe safely good bad real own new newer old older unique
unguessable complex simple easy hard production prod development develop dev staging stage local localhost environment
env config configuration setting settings variable file app apps application server servers service services web website
site api backend frontend client database data admin administrator root user users username login signin signup account
accounts company project product domain email mail latchkey node next express django rails laravel flask symfony the
this that these those here there now then must should shall will would could can cannot may might need needs please make
made sure use used uses using keep kept get got give have has had been are was were not never ever always only also just
before after when while until deploy deploying deployed deployment commit committed committing push ship going live run
running start starting your yours you mine our ours their them they his her its with without for from into onto and but
nor yet any some something anything nothing everything all each every other another someone nobody one two three four
five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty sixty seventy
eighty ninety hundred thousand first second third last hello world welcome letmein iloveyou love lovely monkey dragon
sunshine princess football baseball shadow superman batman trustno hunter keyboard cat dog shh shhh foo bar baz qux quux
lorem ipsum dolor sit amet consectetur adipiscing elit correct horse battery staple quick brown fox jumps jumped lazy
abc xyz january february march april june july august september october november december
`
  .trim()
  .split(/\s+/);

/**
 * Bits that a secret must be worth, by the estimate below. 32 random bytes come to more than 200 in any spelling, 16 in
 * hexadecimal to about 120; a sentence of words that people write in a secret's place stays below 60.
 */
const MIN_BITS = 96;
/** What a word of the list, a run of a keyboard or of the alphabet, or a repetition of what came before is worth. */
const BITS_OF_PIECE = 6;
/** What any other word of a phrase is worth: one of 7776, as in the lists of Diceware. */
const BITS_OF_WORD = Math.log2(7776);
/** Characters that are looked at. */
const MAX_LENGTH = 512;

const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "azertyuiop",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];
const BOTH_WAYS = RUNS.flatMap((run) => [run, [...run].toReversed().join("")]);
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const WORD = "(?:[A-Z]?[a-z]{1,14}|[A-Z]{1,14})";
/** Three and more words, each of letters in one case or of digits: random base64 mixes them. */
const PHRASE = new RegExp(`^[^A-Za-z0-9]*(?:${WORD}[^A-Za-z0-9]+){2,}(?:${WORD}|\\d+)[^A-Za-z0-9]*$`);
const words = new Set(SECRET_WORDS);
const common = commonPasswords();

/**
 * Whether a secret is one that can be guessed: of placeholder words, of keyboard runs, counted up, or of one piece over
 * and over.
 */
export function isGuessable(secret: string): boolean {
  return estimatedBits(secret) < MIN_BITS || isCounted(secret.slice(0, MAX_LENGTH));
}

/** Whether most of it goes on in equal steps, as in "a1b2c3d4", "aabbccdd", "Aa1Bb2Cc3" and "000102030405". */
function isCounted(text: string): boolean {
  const codes = Array.from(text, (character) => character.charCodeAt(0));
  return [1, 2, 3, 4].some((lag) => {
    const steps = codes.map((code, at) => code - codes[at - lag]!);
    return steps.filter((step, at) => step === steps[at - lag]).length > codes.length / 2;
  });
}

/**
 * What guessing a secret takes, roughly: from left to right, the longest known piece counts as one, so does a word of a
 * phrase, and any other character as one among the different characters that the secret has.
 */
export function estimatedBits(secret: string): number {
  const text = secret.slice(0, MAX_LENGTH).toLowerCase();
  const letters = text.replace(/[013457@$!]/g, (sign) => LEET[sign]!);
  const isPhrase = PHRASE.test(secret.slice(0, MAX_LENGTH));
  // Case counts among the different characters, and never makes another word of one.
  const bitsOfCharacter = Math.log2(new Set(secret).size);
  let bits = 0;
  for (let at = 0; at < text.length;) {
    const known = Math.max(wordAt(text, letters, at), runAt(text, at), repetitionAt(text, at));
    const word = isPhrase && known === 0 ? (/^[a-z]+/.exec(text.slice(at))?.[0].length ?? 0) : 0;
    if (known > 0) bits += Math.min(BITS_OF_PIECE, known * bitsOfCharacter);
    else if (word > 0) bits += Math.min(BITS_OF_WORD, word * bitsOfCharacter);
    else bits += isRepeatedSeparator(text, at) ? 1 : bitsOfCharacter;
    at += Math.max(1, known, word);
  }
  return bits;
}

function isRepeatedSeparator(text: string, at: number): boolean {
  const character = text[at]!;
  return /[^a-z0-9]/.test(character) && text.indexOf(character) < at;
}

/**
 * The length of the longest word that starts here, also with digits for letters; one or two letters count where they
 * stand alone.
 */
function wordAt(text: string, letters: string, at: number): number {
  const alone = /^[a-z]{1,2}(?![a-z0-9])/.exec(text.slice(at, at + 3));
  if (alone && !/[a-z0-9]/.test(text[at - 1] ?? "")) return alone[0].length;
  for (let length = Math.min(24, text.length - at); length >= 3; length--) {
    const piece = text.slice(at, at + length);
    if (words.has(piece) || common.has(piece) || words.has(letters.slice(at, at + length))) return length;
  }
  return 0;
}

function runAt(text: string, at: number): number {
  let length = 2;
  while (at + length < text.length && BOTH_WAYS.some((run) => run.includes(text.slice(at, at + length + 1)))) length++;
  return length >= 3 ? length : 0;
}

/** The length of what stands here and has stood before: of "abcabcabc" all after the first "abc". */
function repetitionAt(text: string, at: number): number {
  let length = 2;
  while (at + length < text.length && text.indexOf(text.slice(at, at + length + 1)) < at) length++;
  return length >= 3 ? length : 0;
}
