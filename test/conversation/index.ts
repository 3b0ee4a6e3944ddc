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
import { passwordRouteCases } from "./password-routes.cases.ts";
import { sessionRouteCases } from "./session-routes.cases.ts";
import { originCases } from "./origins.cases.ts";
import { passwordCases } from "./passwords.cases.ts";
import { sessionCases } from "./sessions.cases.ts";
import { tokenCases } from "./tokens.cases.ts";

export type { ConversationOptions, Mails } from "./client.ts";

export interface ConversationCase {
  readonly name: string;
  /** Rejects with a sentence when the server does not keep to it. */
  run(): Promise<void>;
}

/**
 * HT10: what is said between a client and a server over HTTP, as data. It needs a fetch and Web standards alone, so
 * it runs in every runtime and against every mount. The accounts it makes are new ones, so a server may be asked twice.
 */
export function conversation(options: ConversationOptions): readonly ConversationCase[] {
  const inside = [passwordCases, emailCases, fieldCases, tokenCases];
  return [
    ...transportConversation(options),
    ...bindTo(createClient(options), [...inside, ...(options.mails ? routeCases(options.mails) : [])]),
  ];
}

/**
 * The part that whatever stands between a client and the handler could spoil: headers, bodies, paths, and who one is.
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

/** The whole life of an account. */
function routeCases(mails: Mails): readonly Cases[] {
  return [sessionRouteCases, passwordRouteCases(mails), emailRouteCases(mails), guardCases, apiKeyCases];
}
