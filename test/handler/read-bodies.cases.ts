import { check, checkSame } from "../conversation/check.ts";
import { ORIGIN } from "../support/server.ts";
import type { HandlerCases } from "./cases.ts";
import { checkInternal, EMAIL, open, PASSWORD, type Opened } from "./open.ts";

const BODY = JSON.stringify({ email: EMAIL, password: PASSWORD });

function signUpRequest(headers: Readonly<Record<string, string>> = {}, body: BodyInit | null = BODY): Request {
  return new Request(`${ORIGIN}/auth/signup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
    body,
  });
}

async function checkTold({ reported }: Opened, response: Response, what: string): Promise<void> {
  await checkInternal(response, what);
  check(
    reported.length === 1 &&
      reported[0] instanceof TypeError &&
      /body was read before the handler saw it.*toNodeHandler/.test(reported[0].message),
    `${what}: onError got ${String(reported)}`,
  );
}

export const readBodyCases: HandlerCases = {
  async "F41 a body that was read before is the application's mistake: 500, and onError gets what to do"() {
    const ways: [string, (request: Request) => unknown][] = [
      ["text()", (request) => request.text()],
      ["json()", (request) => request.json()],
      ["arrayBuffer()", (request) => request.arrayBuffer()],
      ["a reader that holds it", (request) => request.body!.getReader()],
      ["a reader that read of it", (request) => request.body!.getReader().read()],
      [
        "a reader that let go",
        async (request) => {
          const reader = request.body!.getReader();
          await reader.read();
          reader.releaseLock();
        },
      ],
    ];
    for (const [what, read] of ways) {
      const opened = open();
      const request = signUpRequest();
      await read(request);
      if (what === "a reader that let go" && !request.bodyUsed) continue;
      await checkTold(opened, await opened.handler(request), what);
    }
  },

  async "F41 a request.clone() of one that is read later works"() {
    const opened = open();
    const request = signUpRequest();
    const clone = request.clone() as Request;
    await request.json();
    checkSame([(await opened.handler(clone)).status, opened.reported.length], [200, 0], "a clone");
  },

  async "F41 a body with a declared length of which nothing arrives was read before"() {
    const opened = open();
    await checkTold(
      opened,
      await opened.handler(signUpRequest({ "content-length": String(BODY.length) }, null)),
      "read by a bridge's framework",
    );
  },

  async "F41 an empty body is the client's mistake"() {
    for (const [headers, body] of [
      [{}, null],
      [{}, ""],
      [{ "content-length": "0" }, null],
    ] as const) {
      const { handler, reported } = open();
      checkSame(
        [(await handler(signUpRequest(headers, body))).status, reported.length],
        [400, 0],
        JSON.stringify(headers),
      );
    }
  },

  async "F41 a route without a body accepts a request whose body was read"() {
    const { handler } = open();
    const request = new Request(`${ORIGIN}/auth/signout`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN },
      body: "{}",
    });
    await request.text();
    checkSame((await handler(request)).status, 200, "signing out");
  },
};
