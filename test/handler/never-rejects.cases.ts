import { AuthError } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import type { HandlerOptions, Reply, Strategy } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import { ORIGIN } from "../support/server.ts";
import type { HandlerCases } from "./cases.ts";
import { checkInternal, open, signUp, thenable, turn } from "./open.ts";

const refuse = (): never => {
  throw new Error("a trap");
};
/** An object that throws on every access. */
const hostile = new Proxy(
  {},
  { get: refuse, has: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse, ownKeys: refuse },
);
const withGetters = Object.defineProperties(
  {},
  {
    code: { get: refuse },
    name: { get: refuse },
    message: { get: refuse },
    cause: { get: refuse },
    toString: { get: refuse },
  },
);
const hostileError = Object.defineProperties(new AuthError("refused", "No"), { code: { get: refuse } });

const THROWN: readonly [string, unknown][] = [
  ["null", null],
  ["undefined", undefined],
  ["a string", "no"],
  ["a number", 0],
  ["false", false],
  ["a symbol", Symbol("no")],
  ["a bigint", 1n],
  ["a function", refuse],
  ["an object without prototype", Object.create(null)],
  ["a Proxy that throws", hostile],
  ["an object with throwing getters", withGetters],
  ["an AuthError with a throwing getter", hostileError],
  ["a Proxy around an AuthError", new Proxy(new AuthError("refused", "No"), { getPrototypeOf: refuse })],
];

/** A handler in which something throws, and the request that reaches it. */
const PLACES: readonly [
  string,
  (thrown: unknown) => { opened: ReturnType<typeof open>; ask: (opened: ReturnType<typeof open>) => Promise<Response> },
][] = [
  ["a before hook", (thrown) => ({ opened: open({ hooks: { before: thrower(thrown) } }), ask: signUp })],
  [
    "a before hook that rejects",
    (thrown) => ({ opened: open({ hooks: { before: () => Promise.reject(thrown) } }), ask: signUp }),
  ],
  ["claims", (thrown) => ({ opened: open({ claims: thrower(thrown) }), ask: signUp })],
  [
    "a guard",
    (thrown) => ({
      opened: open({ guards: [{ onAttempt: () => Promise.reject(thrown), onCorrectPassword: async () => {} }] }),
      ask: (opened) => opened.post("/signin", { email: "ada@example.com", password: "12345678" }),
    }),
  ],
  ["client", (thrown) => ({ opened: open({}, { client: thrower(thrown) }), ask: signUp })],
  [
    "a strategy",
    (thrown) => ({ opened: open({}, { strategies: [() => Promise.reject(thrown)] }), ask: ({ get }) => get("/me") }),
  ],
  [
    "a strategy that throws at once",
    (thrown) => ({ opened: open({}, { strategies: [thrower(thrown)] }), ask: ({ get }) => get("/me") }),
  ],
  [
    "a route",
    (thrown) => ({
      opened: open({}, { routes: [{ method: "GET", path: "/own", handle: thrower(thrown) }] }),
      ask: ({ get }) => get("/own"),
    }),
  ],
];

function thrower(thrown: unknown): () => never {
  return () => {
    throw thrown;
  };
}

/** A request as a bridge might make it. */
function oddRequest(fields: Readonly<Record<string, unknown>>): Request {
  const url = `${ORIGIN}/auth/me`;
  const odd = { method: "GET", url, headers: new Headers(), ...fields };
  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(odd).map(([name, value]) => [name, typeof value === "function" ? { get: value } : { value }]),
    ),
  ) as Request;
}

export const neverRejectsCases: HandlerCases = {
  async "F12 any value thrown anywhere is 500; onError gets it once, and nothing rejects"() {
    for (const [place, make] of PLACES) {
      for (const [what, thrown] of THROWN) {
        const { opened, ask } = make(thrown);
        await checkInternal(await ask(opened), `${place} throws ${what}`);
        check(opened.reported.length === 1, `${place} throws ${what}: onError got ${opened.reported.length} errors`);
        check(Object.is(opened.reported[0], thrown), `${place} throws ${what}: onError gets what was thrown`);
      }
    }
    await turn();
  },

  async "F12 an onError that throws or rejects changes nothing"() {
    const oddOnes: NonNullable<HandlerOptions["onError"]>[] = [
      thrower(new Error("onError")),
      thrower(null),
      () => Promise.reject(new Error("onError")),
      () => Promise.reject(null),
      () => hostile,
      () => thenable(refuse),
      () => thenable((_: unknown, reject: (error: unknown) => void) => reject(new Error("later"))),
    ];
    const { error: log } = console;
    const lines: unknown[][] = [];
    console.error = (...line: unknown[]) => void lines.push(line);
    try {
      for (const onError of oddOnes) {
        await checkInternal(
          await signUp(open({ hooks: { before: thrower(new Error("a hook")) } }, { onError })),
          "signing up",
        );
        await turn();
      }
    } finally {
      console.error = log;
    }
    // The log has what the application's function did not take.
    // All but `() => hostile`, unless awaiting that throws, too.
    check(lines.length >= oddOnes.length - 1, `the log has ${lines.length} lines`);
    check(
      lines.every(([line]) => String(line) === "latchkey: Error: a hook"),
      `the log says ${JSON.stringify(lines)}`,
    );
  },

  async "F12 a client or onError option that is not a function is a TypeError at the start"() {
    for (const name of ["client", "onError"]) {
      for (const value of [null, "console", {}, true]) {
        let thrown: unknown;
        try {
          open({}, { [name]: value });
        } catch (error) {
          thrown = error;
        }
        check(
          thrown instanceof TypeError && thrown.message === `${name} must be a function`,
          `${name}: ${String(value)}`,
        );
      }
    }
  },

  async "F12 the default log line takes any thrown value"() {
    const { error: log } = console;
    try {
      for (const [what, thrown] of THROWN) {
        const lines: unknown[] = [];
        console.error = (line: unknown) => void lines.push(line);
        await checkInternal(await signUp(open({ hooks: { before: thrower(thrown) } }, { onError: undefined })), what);
        checkSame([lines.length, String(lines[0]).startsWith("latchkey: ")], [1, true], what);
      }
      console.error = refuse;
      await checkInternal(
        await signUp(open({ hooks: { before: thrower(null) } }, { onError: undefined })),
        "a console that throws",
      );
    } finally {
      console.error = log;
    }
  },

  async "F12 a request that no runtime makes is 500, and onError gets the error once"() {
    const requests: [string, unknown][] = [
      ["null", null],
      ["undefined", undefined],
      ["a string", "GET /auth/me"],
      ["an empty object", {}],
      ["a Proxy that throws", hostile],
      ["headers that are missing", oddRequest({ headers: undefined })],
      ["headers that throw", oddRequest({ headers: refuse })],
      ["headers whose get throws", oddRequest({ headers: { get: refuse } })],
      ["headers that are a plain object", oddRequest({ headers: { cookie: "a=b" } })],
      ["a method that throws", oddRequest({ method: refuse })],
      ["a URL that throws", oddRequest({ url: refuse })],
    ];
    for (const [what, request] of requests) {
      const { handler, reported } = open();
      await checkInternal(await handler(request as Request), what);
      checkSame(reported.length, 1, what);
    }
  },

  async "F12 an invalid answer of a route is 500, and onError gets the error once"() {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const replies: [string, unknown][] = [
      ["null", null],
      ["undefined", undefined],
      ["a cycle", { body: cyclic }],
      ["a bigint", { body: { n: 1n } }],
      ["toJSON that throws", { body: { toJSON: refuse } }],
      ["a status out of range", { status: 99, body: {} }],
      ["a status that is no number", { status: "toString", body: {} }],
      ["a cookie with a line break", { body: {}, setCookie: "a=b\r\nx: y" }],
      ["a cookie that is no text", { body: {}, setCookie: hostile }],
      ["a Proxy that throws", hostile],
    ];
    for (const [what, reply] of replies) {
      const { get, reported } = open(
        {},
        { routes: [{ method: "GET", path: "/own", handle: async () => reply as Reply }] },
      );
      await checkInternal(await get("/own"), what);
      checkSame(reported.length, 1, what);
    }
  },

  async "F12 a strategy that returns no identity authenticates nobody: 401 or 500"() {
    for (const found of [0, "", false, undefined, null]) {
      const response = await open({}, { strategies: [(async () => found) as unknown as Strategy] }).get("/me");
      checkSame(response.status, 401, String(found));
    }
    for (const found of [{}, { via: "x" }, { via: "x", user: null }, hostile]) {
      const opened = open({}, { strategies: [(async () => found) as unknown as Strategy] });
      const response = await opened.get("/me");
      checkSame([response.status, opened.reported.length], [500, 1], typeof found);
    }
  },

  async "F12 an after hook that throws, at once or later, undoes nothing"() {
    for (const [what, thrown] of THROWN) {
      for (const after of [thrower(thrown), () => Promise.reject(thrown), async () => turn().then(thrower(thrown))]) {
        const { get, reported, ...opened } = open({ hooks: { after } });
        const response = await signUp({ get, reported, ...opened });
        checkSame([response.status, reported.length], [200, 0], what);
        const cookie = response.headers.get("set-cookie")!.split(";")[0]!;
        checkSame((await get("/me", { cookie })).status, 200, `${what}: the session is there`);
      }
    }
    await turn();
  },

  async "F12 a storage that throws at once, or throws a non-error, is 503 and signs nobody out"() {
    const real = memoryStorage();
    const { get: whole, ...opened } = open({ storage: real });
    const cookie = (await signUp({ get: whole, ...opened })).headers.get("set-cookie")!.split(";")[0]!;
    for (const [what, thrown] of THROWN) {
      for (const find of [thrower(thrown), () => Promise.reject(thrown)]) {
        const { get, reported } = open({ storage: { ...real, sessions: { ...real.sessions, find } } });
        const response = await get("/me", { cookie });
        checkSame([response.status, reported.length, response.headers.get("set-cookie")], [503, 1, null], what);
      }
    }
  },
};
