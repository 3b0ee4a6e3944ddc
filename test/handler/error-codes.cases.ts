import { AuthError, type AuthErrorCode } from "@latchkey/core";
import { HttpError, type HttpErrorCode, type Route } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import type { HandlerCases } from "./cases.ts";
import { checkInternal, open, signUp } from "./open.ts";

/** Codes that no table has, and names that every object has. */
const UNKNOWN = [
  "banned",
  "",
  "toString",
  "constructor",
  "__proto__",
  "hasOwnProperty",
  "valueOf",
  "REFUSED",
  "refused ",
  200,
  null,
  undefined,
  {},
  ["refused"],
  Symbol("refused"),
];

/** An error with fields that the type does not allow but JavaScript does. */
function changed(fields: Readonly<Record<string, unknown>>, code: AuthErrorCode = "rate_limited"): AuthError {
  const error = new AuthError(code, "Too many attempts");
  for (const [name, value] of Object.entries(fields))
    Object.defineProperty(error, name, { value, configurable: true, enumerable: true });
  return error;
}

function throwing(error: unknown) {
  return open({
    hooks: {
      before() {
        throw error;
      },
    },
  });
}

function print(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : typeof value;
}

export const errorCodeCases: HandlerCases = {
  async "F10 AuthError and HttpError refuse an unknown code"() {
    for (const code of UNKNOWN) {
      for (const make of [
        () => new AuthError(code as AuthErrorCode, "Banned"),
        () => new HttpError(code as HttpErrorCode, "Banned"),
      ]) {
        let thrown: unknown;
        try {
          make();
        } catch (error) {
          thrown = error;
        }
        check(
          thrown instanceof TypeError && /takes one of its codes, like "refused"/.test(thrown.message),
          `${print(code)} is taken: ${String(thrown)}`,
        );
      }
    }
    checkSame(
      [new AuthError("refused", "No").code, new HttpError("refused", "No").code, new HttpError("not_found", "No").code],
      ["refused", "refused", "not_found"],
      "known codes",
    );
  },

  async "F10 an error that a hook makes with an unknown code is 500, and onError gets the reason"() {
    const opened = open({
      hooks: {
        before() {
          throw new AuthError("banned" as AuthErrorCode, "You are banned");
        },
      },
    });
    await checkInternal(await signUp(opened), "signing up");
    check(
      opened.reported.length === 1 && /"banned"/.test(String(opened.reported[0])),
      `onError got ${String(opened.reported)}`,
    );
  },

  async "F10 an error whose code was changed to an unknown one is 500"() {
    for (const code of UNKNOWN) {
      const error = changed({ code });
      const opened = throwing(error);
      await checkInternal(await signUp(opened), print(code));
      check(opened.reported.length === 1 && opened.reported[0] === error, `${print(code)} gets to onError once`);
    }
  },

  async "F10 an error of a second copy of the package, or one that only looks like an AuthError, is 500"() {
    class AuthErrorOfAnotherCopy extends Error {
      override readonly name = "AuthError";
      readonly code = "refused";
    }
    for (const error of [
      new AuthErrorOfAnotherCopy("No"),
      { name: "AuthError", code: "refused", message: "No" },
      Object.assign(new Error("No"), { code: "refused", status: 200 }),
    ]) {
      const opened = throwing(error);
      await checkInternal(await signUp(opened), String(error));
      check(opened.reported.length === 1 && opened.reported[0] === error, "onError gets it once");
    }
  },

  async "F10 Retry-After is a whole number of seconds, whatever an error says"() {
    const cases: [unknown, string][] = [
      [17, "17"],
      [0, "0"],
      [1.2, "2"],
      [NaN, "1"],
      [-5, "1"],
      [Infinity, "1"],
      [1e21, "2147483647"],
      ["60", "1"],
      ["1\r\nset-cookie: a=b", "1"],
      [null, "1"],
      [{}, "1"],
      [5n, "1"],
    ];
    for (const [retryAfter, expected] of cases) {
      const response = await signUp(throwing(changed({ retryAfter })));
      checkSame(
        [response.status, response.headers.get("retry-after"), response.headers.get("set-cookie")],
        [429, expected, null],
        String(retryAfter),
      );
    }
  },

  async "F10 a field or a sentence with any characters is only text in the body"() {
    const texts = ["a\r\nset-cookie: a=b", "\0", "\ud800", "é🦊", '"},{"', "x".repeat(10_000), "__proto__"];
    for (const text of texts) {
      const response = await signUp(throwing(new AuthError("refused", text, { field: text })));
      const body = (await response.json()) as Record<string, unknown>;
      checkSame(
        [response.status, response.headers.get("set-cookie"), Object.keys(body).sort()],
        [403, null, ["code", "error", "field"]],
        JSON.stringify(text).slice(0, 40),
      );
      check(body.field === text && body.error === text, "the text comes through");
    }
    for (const field of [5, null, {}, ["a"], () => "a"]) {
      const body = (await (await signUp(throwing(changed({ field })))).json()) as object;
      checkSame(Object.keys(body).sort(), ["code", "error"], `a field that is ${typeof field}`);
    }
    const odd = throwing(changed({ message: { toString: () => "no text" } }));
    await checkInternal(await signUp(odd), "a sentence that is no text");
  },

  async "F10 errors of an application's route are handled like those of the others"() {
    const route = (handle: Route["handle"]): Route => ({ method: "GET", path: "/own", handle });
    const mutated = new HttpError("not_found", "No");
    Object.defineProperty(mutated, "code", { value: "toString" });
    const opened = open({}, { routes: [route(() => Promise.reject(mutated))] });
    await checkInternal(await opened.get("/own"), "a changed HttpError");
    checkSame(opened.reported.length, 1, "onError gets it");

    const internal = open(
      {},
      { routes: [route(() => Promise.reject(new HttpError("internal", "detail of the server")))] },
    );
    await checkInternal(await internal.get("/own"), "a route that says internal itself");
    checkSame(internal.reported.length, 1, "onError gets it");
  },
};
