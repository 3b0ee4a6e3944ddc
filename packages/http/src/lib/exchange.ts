import type { Auth, Client } from "@latchkey/core";
import { readJson, requireJsonOrNothing } from "./body.ts";
import { wantedCarrier, type CarriedToken } from "./carriers.ts";
import { secondsLeft } from "./cookie.ts";
import { findAuthenticated } from "./find-authenticated.ts";
import type { HandlerSettings } from "./options.ts";
import type { Exchange } from "./route.ts";
import { identifyBy } from "./strategy.ts";

/** A request with its mount's settings. Each function is made when a route takes it: most take two or three. */
export class RequestExchange implements Exchange {
  readonly auth: Auth;
  readonly request: Request;
  readonly tokens: readonly CarriedToken[];
  readonly #settings: HandlerSettings;

  constructor(auth: Auth, request: Request, tokens: readonly CarriedToken[], settings: HandlerSettings) {
    this.auth = auth;
    this.request = request;
    this.tokens = tokens;
    this.#settings = settings;
  }

  get client(): Client {
    return this.#settings.client(this.request);
  }

  get read(): Exchange["read"] {
    return (schema) => readJson(this.request, this.#settings.bodyLimit, schema);
  }

  get readNothing(): Exchange["readNothing"] {
    return () => requireJsonOrNothing(this.request);
  }

  get authenticate(): Exchange["authenticate"] {
    return ({ renew } = { renew: false }) => findAuthenticated(this.auth, this.tokens, renew);
  }

  get identify(): Exchange["identify"] {
    return () => identifyBy(this.#settings.strategies, this.request);
  }

  get present(): Exchange["present"] {
    const { carriers, cookie } = this.#settings;
    return ({ token, session }, body, carrier = wantedCarrier(this.request, this.tokens, carriers)) => {
      if (carrier === "bearer") return { body: { ...body, token, expiresAt: session.expiresAt } };
      return { body, setCookie: cookie.set(token, secondsLeft(session)) };
    };
  }

  get clearedCookie(): string {
    return this.#settings.cookie.cleared;
  }
}
