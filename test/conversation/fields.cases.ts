import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { checkRefused, freshEmail, PASSWORD, type Answer, type Client } from "./client.ts";

/** JSON that drivers, column types and codecs may change. */
const awkward = {
  numbers: [0.1, -0.1, 5e-324, 2.2250738585072014e-308, 1e-7, 123456789.12345679, 9007199254740991, -9007199254740991],
  texts: [
    "é",
    "e\u0301",
    "𝒳\u{10ffff}",
    "\u2028\u2029\ufeff\u200b",
    "\u0001\b\t\n\r\u007f",
    "\\u0000",
    "'); drop table auth_users; -- ? $1 :x @x %_",
  ],
  lookalikes: ["2031-02-03T04:05:06.789Z", "12", "null", "true", '{"a":1}', "\\x00ff"],
  "": 1,
  " ": 2,
  "0": 3,
  "-1": 4,
  constructor: 5,
  toString: 6,
  length: 7,
  hasOwnProperty: null,
  "🦊": { "a.b": [[[[]]], {}] },
};

export const fieldCases: Cases = {
  async "ID08 wrong JSON types are refused with the field named"(client) {
    const wrong = [undefined, null, 1, true, [], {}, ["a@example.com"], { length: 9 }];
    for (const path of ["/signup", "/signin"]) {
      for (const value of wrong) {
        const email = await client.post(path, { email: value, password: PASSWORD });
        const password = await client.post(path, { email: freshEmail(), password: value });
        for (const [answer, field] of [
          [email, "email"],
          [password, "password"],
        ] as const) {
          checkRefused(answer, 400, "invalid_request", `${path} with ${field} ${JSON.stringify(value)}`);
          checkSame(answer.body.field, field, "the field");
        }
      }
      for (const body of [null, 1, "text", true, [], [{ email: freshEmail(), password: PASSWORD }]]) {
        checkSame((await client.post(path, body)).status, 400, `${path} with the body ${JSON.stringify(body)}`);
      }
    }
    for (const metadata of [1, "text", true, [], [{}]])
      refusedMetadata(await withMetadata(client, JSON.stringify(metadata)), JSON.stringify(metadata));
  },

  async "ID09 unknown and privileged keys in a body never take effect"(client) {
    const email = freshEmail();
    const extra = {
      id: "00000000-0000-4000-8000-000000000000",
      pool: "admins",
      aud: "admins",
      emailVerified: true,
      email_verified: true,
      disabled: true,
      createdAt: "1999-01-01T00:00:00.000Z",
      sessionVersion: 9,
      passwordHash: "$x$",
      appMetadata: { role: "admin" },
      role: "admin",
      claims: {},
      token: "x",
    };
    const up = await client.post("/signup", { ...extra, email, password: PASSWORD });
    const { id, createdAt, updatedAt, ...rest } = up.body.user;
    checkSame(rest, { email, emailVerified: false, metadata: null }, "the user at sign-up");
    check(id !== extra.id && createdAt !== extra.createdAt, "the body chose the id or the date");
    const signedIn = await client.post("/signin", { ...extra, email, password: PASSWORD, metadata: { changed: true } });
    checkSame(signedIn.body, { user: { id, createdAt, updatedAt, ...rest } }, "the user at sign-in");
  },

  async "ID10 __proto__, constructor and prototype pollute nothing and grant nothing"(client) {
    const hostile =
      '"__proto__":{"polluted":true,"emailVerified":true},"constructor":{"prototype":{"polluted":true}},' +
      '"prototype":{"polluted":true}';
    const email = freshEmail();
    const answer = await sendJson(client, "/signup", `{${hostile},"email":"${email}","password":"${PASSWORD}"}`);
    checkSame(answer.body.user.emailVerified, false, "emailVerified");
    const inherited = await sendJson(
      client,
      "/signup",
      `{"__proto__":{"email":"${freshEmail()}","password":"${PASSWORD}"}}`,
    );
    checkRefused(inherited, 400, "invalid_request", "fields by way of __proto__");
    for (const metadata of ['{"__proto__":{"polluted":true}}', '{"a":[{"__proto__":null}]}'])
      refusedMetadata(await withMetadata(client, metadata), metadata);
    const kept = await withMetadata(client, '{"constructor":{"prototype":{"polluted":true}}}');
    checkSame(kept.body.user.metadata, { constructor: { prototype: { polluted: true } } }, "metadata");
    check(!("polluted" in {}), "Object.prototype is polluted");
  },

  async "ID11 P12 metadata of every unusual kind comes back exactly"(client) {
    for (const metadata of [
      {},
      awkward,
      { long: "x".repeat(16_000) },
      Object.fromEntries(Array.from({ length: 256 }, (_, index) => [`k${index}`, index])),
    ]) {
      const person = await client.signUp({ metadata });
      checkSame(person.user.metadata, metadata, "metadata at sign-up");
      checkSame((await client.get("/me", client.cookie(person.token))).body.user.metadata, metadata, "metadata at /me");
    }
  },

  async "ID11 metadata over its limits, or that a database would change, is refused"(client) {
    const deep = (levels: number): string => '{"a":'.repeat(levels) + "1" + "}".repeat(levels);
    const keys = JSON.stringify(Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`k${index}`, 1])));
    const texts = [
      `{"long":"${"x".repeat(16 * 1024)}"}`,
      `{"emoji":"${"🦊".repeat(4100)}"}`,
      keys,
      deep(9),
      deep(5_000),
      `{"a":${"[".repeat(9)}${"]".repeat(9)}}`,
      '{"n":9007199254740992}',
      '{"n":-1e21}',
      '{"n":1e400}',
      '{"n":-0}',
      '{"t":"\\u0000"}',
      '{"t":"\\ud800"}',
      '{"\\u0000":1}',
      '{"\\udc00":1}',
    ];
    for (const text of texts) refusedMetadata(await withMetadata(client, text), text.slice(0, 60));
    checkSame((await withMetadata(client, deep(8))).status, 200, "8 levels");
  },

  async "F04 a body of 2 MB is 413, and metadata over its limits in a body under 64 KiB is 400"(client) {
    const list = (item: string, bytes: number) => `{"a":[${item}${`,${item}`.repeat(bytes / (item.length + 1) - 1)}]}`;
    const object = (bytes: number) =>
      `{"k":0${Array.from({ length: bytes / 10 }, (_, index) => `,"k${index}":0`).join("")}}`;
    const kinds = (bytes: number) => [
      list("[]", bytes),
      list("1", bytes),
      list("{}", bytes),
      list('"x"', bytes),
      `{"a":"${"x".repeat(bytes)}"}`,
      `{"${"k".repeat(bytes)}":1}`,
      object(bytes),
    ];
    for (const text of kinds(60_000)) refusedMetadata(await withMetadata(client, text), text.slice(0, 40));
    for (const text of kinds(2_000_000))
      checkRefused(await withMetadata(client, text), 413, "payload_too_large", text.slice(0, 40));
  },
};

function withMetadata(client: Client, metadata: string): Promise<Answer> {
  return sendJson(client, "/signup", `{"email":"${freshEmail()}","password":"${PASSWORD}","metadata":${metadata}}`);
}

function sendJson(client: Client, path: string, text: string): Promise<Answer> {
  return client.send("POST", path, { "content-type": "application/json", origin: client.origin }, text);
}

function refusedMetadata(answer: Answer, sentence: string): void {
  checkRefused(answer, 400, "invalid_metadata", `metadata ${sentence}`);
  check(String(answer.body.field).startsWith("metadata"), `the field is ${answer.body.field}`);
}
