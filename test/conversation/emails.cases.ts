import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { checkRefused, PASSWORD, type Client } from "./client.ts";

export const emailCases: Cases = {
  async "ID01 addresses that differ only in case are one account"(client) {
    const name = crypto.randomUUID();
    const person = await client.signUp({ email: `MiXed.${name}@Example.COM` });
    checkSame(person.user.email, `mixed.${name}@example.com`, "the e-mail as it is kept");
    checkRefused(
      await client.post("/signup", { email: `mixed.${name}@EXAMPLE.com`, password: PASSWORD }),
      409,
      "user_exists",
      "another spelling",
    );
    const shouted = await client.signIn({ ...person, email: `MIXED.${name}@EXAMPLE.COM`.toUpperCase() });
    checkSame(shouted.user, person.user, "who signs in in capitals");
  },

  async "ID03 an address with lists, quotes, comments, spaces, line breaks, NUL or a fullwidth @ is refused"(client) {
    await refuseAll(client, [
      "a@example.com,b@example.com",
      "a@example.com;b@example.com",
      "a@example.com b@example.com",
      "Alice <a@example.com>",
      "a\uff20example.com",
      "a@exa\uff0emple.com",
      "a@example\u3002com",
      '"a"@example.com',
      '"a b"@example.com',
      "a(comment)@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "a@example.com\n",
      "\ra@example.com",
      "a@example.com\0",
      "a\0b@example.com",
      "a b@example.com",
      "\ta@example.com",
      "a@example.com\u00a0",
      "\u3000a@example.com",
      "a@exam ple.com",
      "a@[127.0.0.1]",
      "a@127.0.0.1",
      "a@-example.com",
      "a@example-.com",
      "a@example..com",
      "a@example.com.",
      ".a@example.com",
      "a.@example.com",
      "a@localhost",
      "a\\@example.com",
    ]);
  },

  async "ID04 an address with invisible characters is refused"(client) {
    const invisible = [
      "\u200b",
      "\u200d",
      "\u2060",
      "\ufeff",
      "\u00ad",
      "\u034f",
      "\u202e",
      "\u2066",
      "\u180e",
      "\u3164",
      "\u{e0061}",
      "\u00a0",
      "\u0301",
      "\u007f",
    ];
    await refuseAll(
      client,
      invisible.flatMap((character) => [`al${character}ice@example.com`, `alice@exam${character}ple.com`]),
    );
  },

  async "ID05 letters that fold to ASCII ones never reach an ASCII account"(client) {
    const name = crypto.randomUUID();
    const { password } = await client.signUp({ email: `kiss.${name}@example.com` });
    await refuseAll(
      client,
      [
        `\u212aiss.${name}@example.com`,
        `ki\u017fs.${name}@example.com`,
        `k\u0131ss.${name}@example.com`,
        `k\u0130ss.${name}@example.com`,
        `\uff4biss.${name}@example.com`,
      ],
      password,
    );
  },

  async "ID06 an address may have an apostrophe, plus, percent or punycode, and each is an account of its own"(client) {
    const name = crypto.randomUUID().slice(0, 8);
    const emails = [
      `a+b.${name}@example.com`,
      `a%b.${name}@example.com`,
      `${name}@xn--bcher-kva.example`,
      `o'brien.${name}@example.com`,
    ];
    const people = await Promise.all(emails.map((email) => client.signUp({ email })));
    checkSame(
      people.map(({ user }) => user.email),
      emails,
      "the e-mails",
    );
    checkSame((await client.signIn(people[3]!)).user, people[3]!.user, "who signs in with an apostrophe");
  },

  async "F50 spaces around an address are dropped, and an internationalised domain becomes punycode"(client) {
    const name = crypto.randomUUID();
    const person = await client.signUp({ email: `  ${name}@Bücher.example ` });
    checkSame(person.user.email, `${name}@xn--bcher-kva.example`, "the e-mail as it is kept");
    for (const email of [`${name}@bücher.example`, `${name}@xn--bcher-kva.example `, ` ${name}@BÜCHER.EXAMPLE`]) {
      checkSame((await client.signIn({ ...person, email })).user, person.user, email);
      checkRefused(await client.post("/signup", { email, password: PASSWORD }), 409, "user_exists", email);
    }
    await refuseAll(client, [
      `${name}@\uff42\uff55cher.example`,
      `${name}@b\u00ad\u00fccher.example`,
      `${name}@\u212aiss.example`,
      `${name}@bu\u0308cher.example`,
      `${name}@b\u00fccher\u3002example`,
    ]);
  },

  async "ID07 an address has at most 64 characters before the @ and 254 in all, and 1 MB is refused fast"(client) {
    const local = crypto.randomUUID().padEnd(64, "x");
    const domain = `${"d".repeat(63)}.${"e".repeat(63)}.${"f".repeat(57)}.com`;
    const longest = `${local}@${domain}`;
    checkSame(longest.length, 254, "the longest address");
    checkSame((await client.signUp({ email: longest })).user.email, longest, "the e-mail");
    const started = performance.now();
    await refuseAll(client, [
      `${local}x@example.com`,
      `${local}@${domain.replace(".com", "f.com")}`,
      ...sized(1 << 15),
    ]);
    for (const email of sized(1 << 20)) {
      for (const path of ["/signup", "/signin"])
        checkRefused(await client.post(path, { email, password: PASSWORD }), 413, "payload_too_large", `${path} 1 MB`);
    }
    const took = performance.now() - started;
    check(took < 5000, `long addresses took ${took} ms`);
  },
};

function sized(length: number): readonly string[] {
  return [`${"x".repeat(length)}@example.com`, `a@${"b.".repeat(length / 2)}com`, "@".repeat(length)];
}

/** Checks that none of them is accepted as an address, to sign up or to sign in. */
async function refuseAll(client: Client, emails: readonly string[], password = PASSWORD): Promise<void> {
  for (const email of emails) {
    const sentence = JSON.stringify(email.slice(0, 100));
    for (const path of ["/signup", "/signin"])
      checkRefused(await client.post(path, { email, password }), 400, "invalid_email", `${path} ${sentence}`);
  }
}
