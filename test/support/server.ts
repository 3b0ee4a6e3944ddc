import { createAuth, type AuthOptions, type Storage } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, type Handler, type HandlerOptions } from "@latchkey/http";
import type { ConversationOptions } from "../conversation/index.ts";
import { mailbox, allRoutes } from "./all-routes.ts";

export const SECRET = "a secret of this project, 32 bytes or more";
export const ORIGIN = "https://auth.test";
export const TRUSTED_ORIGIN = "https://app.example.com";

/** A handler over a storage, with hashes that cost nothing unless `auth` says otherwise. */
export function openHandler(storage: Storage, auth: Partial<AuthOptions> = {}, http: HandlerOptions = {}): Handler {
  return createHandler(createAuth({ storage, secret: SECRET, passwords: fastHasher(), ...auth }), http);
}

/** The settings under which a handler and the conversation talk in one process. */
export interface Mount {
  readonly name: string;
  readonly auth?: Partial<AuthOptions>;
  readonly basePath?: string;
  readonly secureCookie: boolean;
}

/** A conversation with a handler in this process, over a storage that is there when the first case begins. */
export function inProcess(storage: () => Storage, { auth, basePath, secureCookie }: Mount): ConversationOptions {
  let handler: Handler | undefined;
  const mails = mailbox();
  const http = {
    trustedOrigins: [TRUSTED_ORIGIN],
    cookie: { secure: secureCookie },
    ...(basePath === undefined ? {} : { basePath }),
  };
  const open = () => {
    const own = createAuth({ storage: storage(), secret: SECRET, passwords: fastHasher(), ...auth });
    return createHandler(own, { ...http, ...allRoutes(own, mails.deliver) });
  };
  return {
    fetch: (request) => (handler ??= open())(request),
    mails,
    origin: ORIGIN,
    secureCookie,
    trustedOrigin: TRUSTED_ORIGIN,
    ...(basePath === undefined ? {} : { basePath }),
  };
}
