import { accountCases } from "./accounts.cases.ts";
import { answerCases } from "./answers.cases.ts";
import { bodyCases } from "./bodies.cases.ts";
import { carrierCases } from "./carriers.cases.ts";
import type { Cases } from "./cases.ts";
import { createClient, type Client, type ConversationOptions, type Mails } from "./client.ts";
import { cookieCases } from "./cookies.cases.ts";
import { corsCases } from "./cors.cases.ts";
import { emailCases } from "./emails.cases.ts";
import { fieldCases } from "./fields.cases.ts";
import { apiKeyCases } from "./api-keys.cases.ts";
import { emailRouteCases } from "./email-routes.cases.ts";
import { guardCases } from "./guards.cases.ts";
import { mailSignInCases } from "./mail-sign-in.cases.ts";
import { passwordRouteCases } from "./password-routes.cases.ts";
import { stepUpCases } from "./step-up.cases.ts";
import { sessionRouteCases } from "./session-routes.cases.ts";
import { originCases } from "./origins.cases.ts";
import { passwordCases } from "./passwords.cases.ts";
import { sessionCases } from "./sessions.cases.ts";
import { tokenCases } from "./tokens.cases.ts";

export type { ConversationOptions, Mails } from "./client.ts";

export interface ConversationCase {
  readonly name: string;
  /** Rejects with a sentence if the server does otherwise. */
  run(): Promise<void>;
}

/**
 * HT10: the conversation of a client with a server over HTTP, as data. It needs only `fetch` and Web standards, so it
 * runs in every runtime and against every mount. It makes new accounts, so it can run against one server more than
 * once.
 */
export function conversation(options: ConversationOptions): readonly ConversationCase[] {
  const inside = [passwordCases, emailCases, fieldCases, tokenCases];
  return [
    ...transportConversation(options),
    ...bindTo(createClient(options), [...inside, ...(options.mails ? routeCases(options.mails) : [])]),
  ];
}

/**
 * The part that a bridge, a framework or a proxy between client and handler could break: headers, bodies, paths,
 * sessions.
 */
export function transportConversation(options: ConversationOptions): readonly ConversationCase[] {
  const client = createClient(options);
  return bindTo(client, [
    accountCases,
    sessionCases,
    carrierCases,
    cookieCases(client),
    originCases,
    corsCases(client),
    bodyCases,
    answerCases,
  ]);
}

function bindTo(client: Client, groups: readonly Cases[]): readonly ConversationCase[] {
  return groups.flatMap((cases) => Object.entries(cases)).map(([name, prove]) => ({ name, run: () => prove(client) }));
}

/** The routes of all companions. */
function routeCases(mails: Mails): readonly Cases[] {
  return [
    sessionRouteCases,
    passwordRouteCases(mails),
    emailRouteCases(mails),
    guardCases,
    apiKeyCases,
    stepUpCases,
    mailSignInCases(mails),
  ];
}
