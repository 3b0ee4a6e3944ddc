/**
 * Loaded before a sample that runs in a page: `fetch` reaches a server with every route, as a browser on its origin
 * would. `VISITOR` says what has happened before:
 *
 * - nothing: nobody has an account;
 * - `account`: ada@example.com has an account with the password "correct horse battery";
 * - `signed-in`: she is signed in as well;
 * - `reset`, `verify`, `change`, `mail`: she is signed in and opens the link of such a mail.
 */

import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { memoryStorage } from "@latchkey/core/memory";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import * as http from "@latchkey/http";

const ORIGIN = "https://app.example.com";
const ADA = { email: "ada@example.com", password: "correct horse battery" };

let mailed = (_token: string) => {};
const send = ({ token }: { token: string }) => mailed(token);
const auth = createAuth({
  storage: memoryStorage(),
  secret: crypto.getRandomValues(new Uint8Array(32)),
  passwords: fastHasher(),
});
const handler = http.createHandler(auth, {
  routes: [
    ...http.sessionRoutes(sessions(auth)),
    ...http.passwordChangeRoutes(passwordChange(auth)),
    ...http.passwordResetRoutes(passwordReset(auth, { send })),
    ...http.emailVerificationRoutes(emailVerification(auth, { send })),
    ...http.emailChangeRoutes(emailChange(auth, { send, notify: () => {} })),
    ...http.mailSignInRoutes(mailSignIn(auth, { send, sendProof: () => {} })),
    ...http.ownAccountRoutes(ownAccount(auth)),
    ...http.apiKeyRoutes(apiKeys(auth, { scopes: ["read", "deploy"] })),
  ],
});

const cookies = new Map<string, string>();

globalThis.fetch = async (input, init) => {
  const request = new Request(new URL(String(input), ORIGIN), init);
  request.headers.set("sec-fetch-site", "same-origin");
  if (request.method !== "GET") request.headers.set("origin", ORIGIN);
  if (cookies.size > 0) request.headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
  const response = await handler(request);
  for (const line of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "") cookies.delete(name);
    else cookies.set(name, value);
  }
  const isExpected = response.ok || (request.method === "GET" && response.status === 401);
  if (!isExpected) throw new Error(`${request.method} ${request.url}: ${await response.text()}`);
  return response;
};

const post = (path: string, body: object) =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const visitor = process.env.VISITOR ?? "";
let hash = "";
if (visitor === "account") await auth.signUp(ADA);
else if (visitor !== "") await post("/auth/signup", ADA);

const mails: Record<string, () => Promise<unknown>> = {
  reset: () => post("/auth/password/forgot", ADA),
  mail: () => post("/auth/signin/mail", ADA),
  verify: () => post("/auth/email/send-verification", {}),
  change: () => post("/auth/email/change", { email: "lovelace@example.com", currentPassword: ADA.password }),
};
if (visitor in mails) {
  const token = new Promise<string>((resolve) => (mailed = resolve));
  await mails[visitor]!();
  hash = `#${await token}`;
}
Object.assign(globalThis, { location: new URL(`${ORIGIN}/${visitor}${hash}`) });
