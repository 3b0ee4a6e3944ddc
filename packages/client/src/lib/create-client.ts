import { account } from "./account.ts";
import { apiKeys } from "./api-keys.ts";
import type { Client, RefreshedSession } from "./client.ts";
import { connect } from "./connection.ts";
import { email } from "./email.ts";
import { LatchkeyError } from "./errors.ts";
import type { Methods } from "./methods.ts";
import type { ClientOptions } from "./options.ts";
import { password } from "./password.ts";
import { sessionStore } from "./session-store.ts";
import { sessions } from "./sessions.ts";
import type { JsonObject, User } from "./user.ts";

/**
 * A client of a Latchkey server. It asks nothing until you call it or subscribe to `client.session`.
 *
 * @typeParam Metadata what `user.metadata` is
 * @typeParam MetadataInput what the server's schema takes for it, if that is something else
 * @example
 * ```ts
 * import { createClient } from "@latchkey/client";
 *
 * const client = createClient();
 * client.session.subscribe(({ user }) => console.log(user ? `Hello, ${user.email}` : "Nobody is signed in"));
 * await client.signIn({ email: "ada@example.com", password: "correct horse battery" });
 * ```
 */
export function createClient<Metadata = JsonObject, MetadataInput = Metadata>(
  options: ClientOptions = {},
): Client<Metadata, MetadataInput> {
  const { fetch = (url, init) => globalThis.fetch(url, init), tokenStore } = options;
  const baseUrl = (options.baseUrl ?? "/auth").replace(/\/+$/, "");

  const session = sessionStore({
    async ask() {
      const { user } = await send<{ user?: User<unknown> }>({ method: "GET", path: "/me" });
      if (user) return user;
      throw new LatchkeyError("internal", "The server's answer was not understood");
    },
    channel: `latchkey:${baseUrl}`,
    ownToken: tokenStore !== undefined,
    ownFetch: options.fetch !== undefined,
  });
  const send = connect({ baseUrl, fetch, tokenStore, session });
  const openSession = async (path: `/${string}`, body?: object, see?: (answer: object) => void) => {
    const answer = await send<{ user: User<unknown> }>({ method: "POST", path, body, effect: "opens" });
    see?.(answer);
    return answer.user;
  };
  const endSession = async (path: `/${string}`, body?: object) =>
    void (await send({ method: "POST", path, body, effect: "ends" }));
  let methods: Promise<Methods> | undefined;

  const client: Client<unknown> = {
    baseUrl,
    session: { get: session.get, subscribe: session.subscribe, refresh: session.refresh, set: session.set },
    password: password(send),
    email: email(send),
    sessions: sessions(send),
    account: account(send),
    apiKeys: apiKeys(send),
    signUp: (input) => openSession(input.username === undefined ? "/signup" : "/signup/username", input),
    signIn: (input) => openSession(input.username === undefined ? "/signin" : "/signin/username", input),
    signOut: () => endSession("/signout"),
    refresh: () => send<RefreshedSession<unknown>>({ method: "POST", path: "/refresh", effect: "renews" }),
    prove: async (body) => void (await send({ method: "POST", path: "/prove", body })),
    methods: () =>
      (methods ??= send<{ methods: Methods }>({ method: "GET", path: "/methods" }).then(
        (answer) => answer.methods,
        (error) => {
          methods = undefined;
          throw error;
        },
      )),
    request: (method, path, body) => send({ method, path, body }),
    openSession,
    endSession,
  };
  return client as Client<Metadata, MetadataInput>;
}
