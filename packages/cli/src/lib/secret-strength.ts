import { commonPasswords } from "@latchkey/core/common-passwords";
import { SECRET_WORDS } from "./secret-words.ts";

/**
 * Bits that a secret must be worth, by the estimate below. 32 random bytes come to more than 200 in any spelling, 16 in
 * hexadecimal to about 120; a sentence of words that people write in a secret's place stays below 60.
 */
const FEWEST_BITS = 96;
/** What a word of the list, a run of a keyboard or of the alphabet, or a repetition of what came before is worth. */
const BITS_OF_PIECE = 6;
/** What any other word of a phrase is worth: one of 7776, as in the lists of Diceware. */
const BITS_OF_WORD = Math.log2(7776);
/** Characters that are looked at. */
const LONGEST = 512;

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

/** Whether a secret is one that can be guessed: of placeholder words, of keyboard runs, counted up, or of one piece over and over. */
export function isGuessable(secret: string): boolean {
  return estimatedBits(secret) < FEWEST_BITS || isCounted(secret.slice(0, LONGEST));
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
  const text = secret.slice(0, LONGEST).toLowerCase();
  const letters = text.replace(/[013457@$!]/g, (sign) => LEET[sign]!);
  const isPhrase = PHRASE.test(secret.slice(0, LONGEST));
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

/** The length of the longest word that starts here, also with digits for letters; one or two letters count where they stand alone. */
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
