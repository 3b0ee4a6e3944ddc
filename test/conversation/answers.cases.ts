import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, checkRefused, freshEmail, PASSWORD, whoIs, type Answer, type Client, type Fields } from "./client.ts";

export const answerCases: Cases = {
  async "HT01 every answer is no-store, nosniff, and JSON in UTF-8 when it has a body"(client) {
    for (const answer of await oneOfEach(client)) {
      const { headers } = answer;
      checkSame(
        [headers.get("cache-control"), headers.get("x-content-type-options")],
        ["no-store", "nosniff"],
        `a ${answer.status}`,
      );
      if (answer.status === 204) checkSame(answer.text, "", "a 204");
      else
        checkSame(
          [headers.get("content-type"), typeof answer.body],
          ["application/json; charset=utf-8", "object"],
          `a ${answer.status}`,
        );
    }
  },

  async "GET /methods says what users can do here, the same to everybody"(client) {
    const { token } = await client.alice();
    for (const headers of [{}, bearer(token)]) {
      const { status, body } = await client.get("/methods", headers);
      const { password } = body.methods;
      checkSame([status, password.signUp, password.minLength], [200, true, 8], "methods");
    }
  },

  async "HT03 a 401 names its scheme, a 405 its methods, and no other answer does"(client) {
    for (const { status, headers } of await oneOfEach(client)) {
      checkSame(headers.get("www-authenticate"), status === 401 ? "Bearer" : null, `WWW-Authenticate of a ${status}`);
      checkSame(headers.get("allow") !== null, status === 405 || status === 204, `Allow of a ${status}`);
    }
  },

  async "P04 HT06 paths match exactly, below the mount and nowhere else"(client) {
    const { token, email } = await client.alice();
    const mount = client.base.slice(client.origin.length);
    const paths = [
      "/me",
      "/",
      `${mount}`,
      `${mount}/`,
      `${mount}me`,
      `${mount}//me`,
      `${mount}/me//`,
      `${mount}/me/.//`,
      `/${mount}/me`,
      `${mount}/ME`,
      `${mount}/me%20`,
      `${mount}/me%2F`,
      `${mount}/%6de`,
      `${mount}/me;x=1`,
      `${mount.toUpperCase()}/me`,
      `${mount}${mount}/me`,
      `${mount}x/me`,
      `/x${mount}/me`,
      `${mount}/me.json`,
      `${mount}/..%2f${mount}/me`,
      `${mount}/constructor`,
      `${mount}/__proto__`,
      `${mount}/hasOwnProperty`,
    ];
    for (const path of paths) {
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const headers = { origin: client.origin, ...bearer(token) };
        const { status, text, body } = await client.send(method, client.origin + path, headers);
        // A page of the application may greet its user.
        if (client.isInApplication)
          check(status < 500 && (body === undefined || !text.includes(email)), `${method} ${path}: ${status} ${text}`);
        else checkSame(status, 404, `${method} ${path}`);
      }
    }
    for (const path of ["/me", "/me?", "/me?x=/signout", "/./me", "/x/../me"])
      checkSame((await client.get(path, bearer(token))).body?.user?.email, email, path);
  },

  async "F50 HT06 one slash after a path makes no difference, for every method and rule"(client) {
    const alice = await client.alice();
    const { status, headers, body } = await client.get("/me/", bearer(alice.token));
    if (client.isInApplication && status === 308) {
      const url = new URL(headers.get("location") ?? "", `${client.base}/me/`);
      checkSame(url.href, `${client.base}/me`, "where /me/ leads");
      return;
    }
    checkSame(body, { user: alice.user }, "/me/");
    checkSame((await client.get("/me/")).status, 401, "/me/ without a session");
    checkRefused(
      await client.post("/signin/", alice, { origin: "https://evil.example" }),
      403,
      "forbidden_origin",
      "/signin/ from a cross-site page",
    );
    checkSame((await client.post("/signin/", alice)).body, { user: alice.user }, "/signin/");
    checkSame((await client.send("DELETE", "/me/")).status, 405, "DELETE /me/");
    checkSame((await client.send("OPTIONS", "/me/")).status, 204, "OPTIONS /me/");
  },

  async "F50 HEAD answers where GET does, with the same status and headers and no body"(client) {
    const { token } = await client.alice();
    const requests: [string, Fields][] = [
      ["/me", bearer(token)],
      ["/me", client.cookie(token)],
      ["/me", {}],
      ["/me/", bearer(token)],
      ["/me", { origin: "https://evil.example" }],
      ["/nowhere", {}],
    ];
    for (const [path, headers] of requests) {
      const [head, get] = [await client.send("HEAD", path, headers), await client.get(path, headers)];
      checkSame([head.status, head.text], [get.status, ""], `HEAD ${path} with ${JSON.stringify(headers)}`);
      checkSame(comparable(head), comparable(get), `the headers of HEAD ${path}`);
      const length = head.headers.get("content-length");
      check(
        length === null || Number(length) === new TextEncoder().encode(get.text).length,
        `Content-Length of HEAD ${path} is ${length}`,
      );
    }
    const refused = await client.send("HEAD", "/signin", { origin: client.origin });
    checkSame([refused.status, refused.headers.get("allow"), refused.text], [405, "POST, OPTIONS", ""], "HEAD /signin");
  },

  async "HT08 an error has a sentence and a code, and shows nothing about the server or the client"(client) {
    for (const { status, body, text } of await oneOfEach(client)) {
      if (status < 400) continue;
      checkSame(
        Object.keys(body).filter((key) => !["error", "code", "field"].includes(key)),
        [],
        `what else a ${status} has`,
      );
      check(/^[a-z_]+$/.test(body.code), `the code is ${body.code}`);
      check(!/node_modules|\.[jt]s\b|\bat .+:\d+|select|insert|sqlite|postgres|D1_|stack|@|pbkdf2/i.test(text), text);
    }
  },

  async "HT08 an error repeats nothing that the client sent"(client) {
    const mark = crypto.randomUUID();
    const hostile = `${mark}'"<script>`;
    const answers = [
      await client.post("/signup", { email: hostile, password: hostile }),
      await client.post("/signup", { email: freshEmail(), password: PASSWORD, metadata: { [mark]: "\0" } }),
      await client.post("/signin", { email: `${mark}@example.com`, password: mark }),
      await client.post("/signin", { [hostile]: 1 }),
      await client.get(`/${mark}`),
      await client.get("/me", { ...client.cookie(mark), origin: `https://${mark}.example` }),
      await client.send("POST", "/signin", { origin: client.origin, "content-type": `text/${mark}` }, mark),
    ];
    // The client knows the name of the field, so an error may contain it.
    for (const { status, text, body } of answers) {
      check(status >= 400 && status < 500, `the status is ${status}`);
      check(!text.replace(JSON.stringify(body.field ?? ""), "").includes(mark), text);
    }
  },

  async "P22 HT01 repeated and parallel requests to /me change nothing"(client) {
    const alice = await client.alice();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.get("/me", client.cookie(alice.token))));
    for (const { status, body, headers } of answers)
      checkSame([status, body, headers.get("set-cookie")], [200, { user: alice.user }, null], "/me");
    checkSame(await whoIs(client, bearer(alice.token)), alice.email, "the session");
  },
};

/** The headers that a handler sets, without those of the server and the connection. */
function comparable({ headers }: Answer): Record<string, string> {
  const ofServer = ["date", "x-request-id", "content-length", "transfer-encoding", "connection", "keep-alive"];
  return Object.fromEntries([...headers].filter(([name]) => !ofServer.includes(name)));
}

const collected = new WeakMap<Client, Promise<readonly Answer[]>>();

/** One answer of each kind that a client can get. */
function oneOfEach(client: Client): Promise<readonly Answer[]> {
  const answers = collected.get(client) ?? collectAnswers(client);
  collected.set(client, answers);
  return answers;
}

async function collectAnswers(client: Client): Promise<readonly Answer[]> {
  const { origin } = client;
  const alice = await client.alice();
  const answers = [
    await client.post("/signin", alice),
    await client.get("/me", bearer(alice.token)),
    await client.post("/signout", {}),
    await client.send("OPTIONS", "/me"),
    await client.post("/signup", { email: "alice", password: PASSWORD }),
    await client.post("/signin", []),
    await client.send("POST", "/signin", { origin, "content-type": "application/json" }, "{"),
    await client.get("/me"),
    await client.post("/signin", { ...alice, password: "something else" }),
    await client.post("/signin", alice, { origin: "https://evil.example" }),
    await client.get("/nowhere"),
    await client.send("DELETE", "/me"),
    await client.post("/signup", alice),
    await client.post("/signin", { padding: "x".repeat(64 * 1024) }),
    await client.send("POST", "/signin", { origin, "content-type": "text/plain" }, "{}"),
  ];
  const statuses = [200, 200, 200, 204, 400, 400, 400, 401, 401, 403, 404, 405, 409, 413, 415];
  checkSame(
    answers.map(({ status }) => status),
    statuses,
    "one of each",
  );
  checkRefused(answers[8]!, 401, "invalid_credentials", "a wrong password");
  return answers;
}
