import { expect, it } from "vitest";
import { dial, get, PASSWORD, signUp } from "./client.ts";
import { newFolder, startServer, until, type Server } from "./processes.ts";

const JSON_POST = "POST /auth/signup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Bytes as they go out, and the statuses that are right for them. */
const nonsense: readonly (readonly [name: string, bytes: string | Buffer, ...statuses: number[]])[] = [
  ["a Host with a user", "GET /auth/me HTTP/1.1\r\nHost: a@b\r\n\r\n", 400],
  ["a Host with a path", "GET /auth/me HTTP/1.1\r\nHost: evil.example/auth\r\n\r\n", 400],
  ["a Host with a query", "GET /auth/me HTTP/1.1\r\nHost: evil.example?x=\r\n\r\n", 400],
  ["a Host that looks like an address", "GET /auth/me HTTP/1.1\r\nHost: 999.999.999.999\r\n\r\n", 400],
  ["a Host that ends in a number", "GET / HTTP/1.1\r\nHost: a.0x\r\n\r\n", 200, 400],
  ["a Host with a bad port", "GET /auth/me HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", 400],
  ["a Host with a space", "GET /auth/me HTTP/1.1\r\nHost: a b\r\n\r\n", 400],
  ["a Host in Latin-1", Buffer.from("GET /auth/me HTTP/1.1\r\nHost: \xfc\xff\r\n\r\n", "latin1"), 400],
  ["an empty Host", "GET /auth/me HTTP/1.1\r\nHost: \r\n\r\n", 400],
  ["no Host", "GET /auth/me HTTP/1.1\r\n\r\n", 400],
  ["two Hosts", "GET /auth/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400],
  [
    "a whole URL of this host, which RFC 9112 allows",
    "GET http://localhost/auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n",
    401,
  ],
  ["a whole URL of another host", "GET http://evil.example/auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["a whole URL that is none", "GET http://[/auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["a whole URL of another kind", "GET file:///etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["a path that starts another host", "GET //evil.example/auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
  ["a path that climbs", "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
  ["a path with backslashes", "GET /auth\\me HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["a path with bad escapes", "GET /auth/%E0%A4%A HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
  ["a star", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["another method on the page", "DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, 405],
  ["TRACE", "TRACE /auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n", 405],
  ["a method of its own", "BREW /auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  [
    "an upgrade that nobody offers",
    "GET /auth/me HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    401,
  ],
  ["an expectation that nobody meets", "GET /auth/me HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\n\r\n", 417],
  ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
  ["a header without a name", "GET / HTTP/1.1\r\n: x\r\nHost: localhost\r\n\r\n", 400],
  ["a header with a NUL", "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 400],
  ["a header of 64 KB", `GET /auth/me HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(65_536)}\r\n\r\n`, 431],
  [
    "a token of 12 KB",
    `GET /auth/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${"e".repeat(12_288)}\r\n\r\n`,
    401,
  ],
  [
    "odd bytes in a cookie",
    Buffer.from("GET /auth/me HTTP/1.1\r\nHost: localhost\r\nCookie: latchkey_session=\xff\xfe\r\n\r\n", "latin1"),
    401,
  ],
  [
    "a body in bad UTF-8",
    Buffer.from(`${JSON_POST}Content-Length: 16\r\n\r\n{"email":"\xff\xc0\xaf"} `, "latin1"),
    400,
  ],
  ["a body that is no JSON", `${JSON_POST}Content-Length: 9\r\n\r\n{"email":`, 400],
  ["a length and chunks at once", `${JSON_POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ["a length that is none", `${JSON_POST}Content-Length: many\r\n\r\n{}`, 400],
  ["a chunk that is none", `${JSON_POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ["a length over the limit", `${JSON_POST}Content-Length: 999999999\r\n\r\n{}`, 413],
  [
    "chunks over the limit",
    `${JSON_POST}Transfer-Encoding: chunked\r\n\r\n${chunk("x".repeat(1 << 20)).repeat(3)}0\r\n\r\n`,
    413,
  ],
  [
    "chunks over the limit without an end",
    `${JSON_POST}Transfer-Encoding: chunked\r\n\r\n${chunk("x".repeat(1 << 20)).repeat(3)}`,
    413,
  ],
];

/** What an answer to a stranger never has in it. */
const INSIDES =
  /\bat \S+ \(|node:|\.[mc]?[tj]s\b|sqlite|postgres|select |insert |TypeError|RangeError|ECONN|ERR_|\/work\//i;

it("HT08 CK04 TK14 nonsense on the wire gets a fitting answer without a look inside, and breaks nothing", async () => {
  const server = await startServer({}, newFolder());
  for (const [name, bytes, ...statuses] of nonsense) {
    const line = dial(server.url);
    line.socket.write(bytes);
    await until(() => line.received().includes("\r\n\r\n") || line.isClosed());
    const answer = line.received();
    line.socket.destroy();
    expect(statuses, `${name}: ${answer}`).toContain(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]));
    expect(answer, name).not.toMatch(INSIDES);
  }
  await expectAllIsWell(server);
});

it("HT08 HT04 clients that go away in the middle of a body or of an answer break nothing", async () => {
  const server = await startServer({}, newFolder());
  const body = JSON.stringify({ email: "gone@example.com", password: PASSWORD });
  const halves = [
    `${JSON_POST}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    `${JSON_POST}Transfer-Encoding: chunked\r\n\r\n${chunk(body.slice(0, 20))}`,
    `${JSON_POST}Transfer-Encoding: chunked\r\n\r\n5\r\nab`,
    `${JSON_POST}Content-Length: ${body.length}\r\n\r\n${body}`,
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /auth/m",
  ];
  for (const half of halves) {
    for (const leave of ["destroy", "resetAndDestroy", "end"] as const) {
      const line = dial(server.url);
      await new Promise((resolve) => line.socket.write(half, resolve));
      line.socket[leave]();
      await until(() => line.socket.destroyed);
    }
  }
  await expectAllIsWell(server);
});

async function expectAllIsWell({ url, said, child }: Server): Promise<void> {
  expect((await get(url)).status).toBe(200);
  expect((await signUp(url, "ada@example.com")).status).toBe(200);
  expect(child.exitCode).toBeNull();
  expect(said.err).toBe("");
}
