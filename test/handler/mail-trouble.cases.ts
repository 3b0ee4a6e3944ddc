import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { passwordReset } from "@latchkey/core/password-reset";
import { passwordResetRoutes } from "@latchkey/http";
import { check, checkSame } from "../conversation/check.ts";
import type { HandlerCases } from "./cases.ts";
import { EMAIL, open, PASSWORD, signUp, thenable, turn } from "./open.ts";

function thrower(thrown: unknown): () => never {
  return () => {
    throw thrown;
  };
}

const failure = new Error("no mail today");
const refuse = thrower(new Error("a trap"));
const hostile = new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse });

/** A handler that mails links to reset passwords. */
function mailing(options: Partial<Parameters<typeof passwordReset>[1]>) {
  return open({}, (auth) => ({ routes: passwordResetRoutes(passwordReset(auth, { send: () => {}, ...options })) }));
}

/** Runs with a console whose lines are kept. */
async function listening(work: () => Promise<void>): Promise<string[]> {
  const { error: log } = console;
  const lines: string[] = [];
  console.error = (line: unknown) => void lines.push(String(line));
  try {
    await work();
  } finally {
    console.error = log;
  }
  return lines;
}

async function forgot(opened: ReturnType<typeof open>): Promise<void> {
  await signUp(opened);
  checkSame((await opened.post("/password/forgot", { email: EMAIL })).status, 200, "the answer shows nothing");
  for (let time = 0; time < 5; time++) await turn();
}

export const mailTroubleCases: HandlerCases = {
  async "F12 onError gets the error of a failed mail once, and nothing rejects"() {
    for (const thrown of [failure, null, undefined, "no", hostile]) {
      for (const send of [thrower(thrown), () => Promise.reject(thrown), async () => turn().then(thrower(thrown))]) {
        const heard: unknown[] = [];
        await forgot(mailing({ send, onError: (error) => heard.push(error) }));
        check(heard.length === 1 && Object.is(heard[0], thrown), `onError got ${heard.length} errors`);
      }
    }
  },

  async "F12 if onError of a mail companion throws or rejects, the log gets one line"() {
    for (const onError of [thrower(failure), thrower(null), () => Promise.reject(failure), () => thenable(refuse)]) {
      const lines = await listening(() => forgot(mailing({ send: thrower(failure), onError })));
      checkSame(lines, ["latchkey: a mail was not sent: Error"], "the log");
    }
    for (const thrown of [null, hostile, Symbol("no"), Object.create(null)]) {
      const lines = await listening(() => forgot(mailing({ send: thrower(thrown), onError: undefined })));
      checkSame([lines.length, lines[0]?.startsWith("latchkey: a mail was not sent")], [1, true], typeof thrown);
    }
  },

  async "F12 onError gets the error of a waitUntil that throws or rejects, and the mail is sent"() {
    for (const waitUntil of [thrower(failure), () => Promise.reject(failure)]) {
      const heard: unknown[] = [];
      let sent = 0;
      await forgot(mailing({ waitUntil, send: () => sent++, onError: (error) => heard.push(error) }));
      checkSame([sent, heard.length, heard[0] === failure], [1, 1, true], "mails, errors, and which");
    }
  },

  async "F12 a failed verification mail or notice undoes nothing"() {
    const heard: unknown[] = [];
    const options = {
      send: thrower(failure),
      notify: thrower(failure),
      onError: (error: unknown) => heard.push(error),
      waitUntil: thrower(failure),
    };
    const { auth } = open();
    const { token, user } = await auth.signUp({ email: EMAIL, password: PASSWORD });
    await emailVerification(auth, { send: options.send, onError: options.onError }).sendTo(user.id);
    let link = "";
    const change = emailChange(auth, { ...options, send: (mail) => void (link = mail.token) });
    await change.request(token, { email: "ada@new.example", currentPassword: PASSWORD });
    for (let time = 0; time < 5; time++) await turn();
    checkSame(
      (await change.confirm({ token: link, sessionToken: token })).email,
      "ada@new.example",
      "the change stands",
    );
    for (let time = 0; time < 5; time++) await turn();
    // The verification mail, the notice, and `waitUntil` of the change twice.
    checkSame([heard.length, heard.every((error) => error === failure)], [4, true], "errors");
  },
};
