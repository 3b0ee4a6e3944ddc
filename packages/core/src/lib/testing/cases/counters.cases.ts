import type { Storage } from "../../storage/storage.ts";
import { checkSame } from "../check.ts";
import { moment, race, randomText } from "../fixtures.ts";

const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1);

/** Counters need nothing else of a storage. */
type CounterCases = Readonly<Record<string, (storage: Pick<Storage, "counters">) => Promise<void>>>;

export const counterCases: CounterCases = {
  async "SI04 100 parallel guesses count exactly 1 to 100"(storage) {
    const key = randomText();
    const counts = await race(100, () => storage.counters.add(key, moment(), moment(600)));
    checkSame(
      counts.map(({ count }) => count).sort((a, b) => a - b),
      oneToHundred,
      "the counts",
    );
    checkSame(
      counts.filter(({ resetsAt }) => resetsAt.getTime() !== moment(600).getTime()),
      [],
      "counts of another window",
    );
  },

  async "SI04 100 parallel guesses after the window count from 1 again, once each"(storage) {
    const key = randomText();
    await race(3, () => storage.counters.add(key, moment(), moment(600)));
    const counts = await race(100, () => storage.counters.add(key, moment(700), moment(1300)));
    checkSame(
      counts.map(({ count }) => count).sort((a, b) => a - b),
      oneToHundred,
      "the counts",
    );
    checkSame(
      counts.filter(({ resetsAt }) => resetsAt.getTime() !== moment(1300).getTime()),
      [],
      "counts of another window",
    );
  },

  async "Y30 a window lasts until the moment it was opened with, and is over at it"(storage) {
    const key = randomText();
    const add = (seconds: number) => storage.counters.add(key, moment(seconds), moment(seconds + 600));
    checkSame(await add(0), { count: 1, resetsAt: moment(600) }, "the first");
    checkSame(await add(300), { count: 2, resetsAt: moment(600) }, "one within the window");
    checkSame(await add(599.999), { count: 3, resetsAt: moment(600) }, "one in the last millisecond");
    checkSame(await add(600), { count: 1, resetsAt: moment(1200) }, "one at the end");
  },

  async "F28 the end of a window moves later, never back, and the count stays"(storage) {
    const [key, other] = [randomText(), randomText()];
    for (const name of [key, key, other]) await storage.counters.add(name, moment(), moment(30));
    await storage.counters.extend(key, moment(600));
    await storage.counters.extend(key, moment(300));
    await storage.counters.extend(randomText(), moment(600));
    checkSame(
      await storage.counters.add(key, moment(599), moment(900)),
      { count: 3, resetsAt: moment(600) },
      "the extended one",
    );
    checkSame(
      await storage.counters.add(other, moment(29), moment(900)),
      { count: 2, resetsAt: moment(30) },
      "the other",
    );
    await race(20, (at) => storage.counters.extend(other, moment(100 + at)));
    checkSame(
      await storage.counters.add(other, moment(31), moment(900)),
      { count: 3, resetsAt: moment(119) },
      "after twenty at once",
    );
  },

  async "Y30 a reset starts again, and nobody else's count moves"(storage) {
    const [key, other] = [randomText(), randomText()];
    for (const name of [key, key, other]) await storage.counters.add(name, moment(), moment(600));
    await storage.counters.reset(key);
    await storage.counters.reset(randomText());
    checkSame(
      await storage.counters.add(key, moment(), moment(900)),
      { count: 1, resetsAt: moment(900) },
      "after the reset",
    );
    checkSame(
      await storage.counters.add(other, moment(), moment(900)),
      { count: 2, resetsAt: moment(600) },
      "the other",
    );
  },

  async "SI07 keys compare byte by byte"(storage) {
    const name = randomText();
    const keys = [
      `a${name}`,
      `A${name}`,
      `a${name} `,
      `á${name}`,
      `a\u0301${name}`,
      `%${name}`,
      `'; --?$1${name}`,
      `🦊${name}`,
    ];
    for (const key of keys)
      checkSame((await storage.counters.add(key, moment(), moment(600))).count, 1, `the first of ${key}`);
    for (const key of keys)
      checkSame((await storage.counters.add(key, moment(), moment(600))).count, 2, `the second of ${key}`);
  },
};
