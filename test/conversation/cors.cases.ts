import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { checkRefused, cookieToken, freshEmail, PASSWORD, type Answer, type Client, type Fields } from "./client.ts";

const strangers: Cases = {
  async "F49 only listed origins are granted a header"(client) {
    for (const origin of ["https://evil.example", "null", client.origin]) {
      const preflight = await client.send("OPTIONS", "/signin", {
        ...asksToPost(origin),
        "access-control-request-headers": "traceparent",
      });
      checkSame([preflight.status, preflight.headers.get("access-control-allow-headers")], [204, null], origin);
    }
  },

  async "CK13 only listed origins get CORS, and never a * with credentials"(client) {
    const { token } = await client.alice();
    for (const origin of ["https://evil.example", "null", "*", client.origin]) {
      const preflight = await client.send("OPTIONS", "/signin", asksToPost(origin));
      checkSame(preflight.status, 204, "a preflight");
      for (const answer of [
        preflight,
        await client.get("/me", { origin, ...client.cookie(token) }),
        await client.get("/nowhere", { origin }),
      ]) {
        checkSame(
          [...answer.headers.keys()].filter((name) => name.startsWith("access-control-")),
          [],
          `CORS for ${origin}`,
        );
        checkVaries(answer);
      }
    }
  },
};

/** Cases for a server that trusts one other origin. */
function trusted(origin: string): Cases {
  return {
    async "P31 CK13 a page of a trusted origin signs up, reads /me and signs out with credentials: include"(client) {
      const page = { origin, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
      const preflight = await client.send("OPTIONS", "/signup", asksToPost(origin));
      checkSame(preflight.status, 204, "the preflight");
      checkGranted(preflight, origin);
      check(listOf(preflight, "access-control-allow-methods").includes("post"), "POST is not granted");
      for (const name of ["content-type", "authorization", "session-carrier"])
        check(listOf(preflight, "access-control-allow-headers").includes(name), `${name} is not granted`);

      const email = freshEmail();
      const up = await client.post("/signup", { email, password: PASSWORD }, page);
      checkSame(up.status, 200, up.text);
      checkGranted(up, origin);
      const cookie = client.cookie(cookieToken(client, up));
      const me = await client.get("/me", { ...page, ...cookie });
      checkSame(me.body.user?.email, email, "who is signed in");
      checkGranted(me, origin);
      const out = await client.post("/signout", {}, { ...page, ...cookie });
      checkSame(out.body, { success: true }, "signing out answers");
      const after = await client.get("/me", { ...page, ...cookie });
      checkSame(after.status, 401, "/me afterwards");
      checkGranted(after, origin);
    },

    async "F49 a page of a trusted origin may send the headers that its preflight asks for, such as those of tracing"(
      client,
    ) {
      const asked = ["sentry-trace", "traceparent", "baggage", "x-request-id"];
      const preflight = await client.send("OPTIONS", "/signin", {
        ...asksToPost(origin),
        "access-control-request-headers": asked.join(","),
      });
      checkSame(preflight.status, 204, "the preflight");
      checkGranted(preflight, origin);
      const granted = listOf(preflight, "access-control-allow-headers");
      for (const name of [...asked, "content-type", "authorization", "session-carrier"])
        check(granted.includes(name), `${name} is not granted`);
      check(
        listOf(preflight, "vary").includes("access-control-request-headers"),
        "the answer does not vary by what is asked for",
      );
      check(Number(preflight.headers.get("access-control-max-age")) > 0, "the answer may not be kept");
      checkSame(
        (
          await client.post("/signin", await client.alice(), {
            origin,
            "sec-fetch-site": "cross-site",
            traceparent: "00-1-1-01",
          })
        ).status,
        200,
        "signing in",
      );
    },

    async "F49 an invalid or endless list of headers grants nothing more, and no name comes back broken"(client) {
      const lists = [
        "a b",
        "x-a,\u00e9",
        "x-a;y",
        "(",
        ",",
        "x-a,,x-b",
        "*: x",
        Array.from({ length: 400 }, (_, at) => `x-${at}`).join(","),
        "x".repeat(5000),
      ];
      for (const list of lists) {
        const preflight = await client.send("OPTIONS", "/signin", {
          ...asksToPost(origin),
          "access-control-request-headers": list,
        });
        checkSame(
          [preflight.status, listOf(preflight, "access-control-allow-headers")],
          [204, ["authorization", "content-type", "session-carrier"]],
          list.slice(0, 40),
        );
      }
      const twice = await client.send("OPTIONS", "/signin", {
        ...asksToPost(origin),
        "access-control-request-headers": "Content-Type,\tx-a ,x-a",
      });
      checkSame(
        listOf(twice, "access-control-allow-headers"),
        ["authorization", "content-type", "session-carrier", "x-a"],
        "each once",
      );
    },

    async "P31 a page of a trusted origin can read errors, too"(client) {
      const page = { origin, "sec-fetch-site": "cross-site" };
      const answers = [
        await client.post("/signin", {}, page),
        await client.post("/signin", { email: freshEmail(), password: PASSWORD }, page),
        await client.get("/nowhere", page),
        await client.send("DELETE", "/me", page),
        await client.send("POST", "/signin", { ...page, "content-type": "text/plain" }, "{}"),
      ];
      // An application may refuse forms of other origins before they reach the mount.
      if (client.isInApplication && answers.at(-1)!.status === 403) answers.pop();
      checkSame(
        answers.map(({ status }) => status),
        [400, 401, 404, 405, 415].slice(0, answers.length),
        "the statuses",
      );
      for (const answer of answers) checkGranted(answer, origin);
    },

    async "CK13 a sandboxed page of any origin is not trusted"(client) {
      const answer = await client.post("/signin", await client.alice(), {
        origin: "null",
        "sec-fetch-site": "cross-site",
      });
      checkRefused(answer, 403, "forbidden_origin", "Origin: null");
    },
  };
}

export function corsCases({ trustedOrigin }: Client): Cases {
  return trustedOrigin === undefined ? strangers : { ...strangers, ...trusted(trustedOrigin) };
}

function asksToPost(origin: string): Fields {
  return { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
}

function checkGranted(answer: Answer, origin: string): void {
  const { headers } = answer;
  checkSame(
    [headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")],
    [origin, "true"],
    "what is granted",
  );
  checkVaries(answer);
}

function checkVaries(answer: Answer): void {
  check(listOf(answer, "vary").includes("origin"), "the answer does not vary by Origin");
}

function listOf({ headers }: Answer, name: string): string[] {
  return (headers.get(name) ?? "")
    .toLowerCase()
    .split(",")
    .map((part) => part.trim());
}
