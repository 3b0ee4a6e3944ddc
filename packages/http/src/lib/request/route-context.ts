import type { Auth, Client } from "@latchkey/core";
import { readJson, requireJsonOrNothing } from "./body.ts";
import { everyToken, wantedCarrier, type CarriedToken } from "../credentials/carriers.ts";
import { secondsLeft } from "../cookies/cookie.ts";
import { findAuthenticated } from "../credentials/find-authenticated.ts";
import type { HandlerSettings } from "./options.ts";
import type { RequestHead, Origin } from "../origin/origin.ts";
import type { RouteContext } from "./route.ts";
import { identifyBy } from "../credentials/strategy.ts";

/** What was read from the head of a request. */
export interface Arrival {
  readonly tokens: readonly CarriedToken[];
  readonly incoming: RequestHead;
  readonly origin: Origin;
}

/** A request with its mount's settings. Each function is made when a route takes it: most take two or three. */
export class RequestContext implements RouteContext {
  readonly auth: Auth;
  readonly request: Request;
  readonly tokens: readonly CarriedToken[];
  readonly #settings: HandlerSettings;
  readonly #incoming: RequestHead;
  readonly #origin: Origin;

  constructor(auth: Auth, request: Request, settings: HandlerSettings, { tokens, incoming, origin }: Arrival) {
    this.auth = auth;
    this.request = request;
    this.tokens = tokens;
    this.#settings = settings;
    this.#incoming = incoming;
    this.#origin = origin;
  }

  get everyToken(): readonly CarriedToken[] {
    const { carriers, cookie } = this.#settings;
    return everyToken(this.#incoming, this.#origin, carriers, cookie);
  }

  get client(): Client {
    return this.#settings.client(this.request);
  }

  get read(): RouteContext["read"] {
    return (schema) => readJson(this.request, this.#settings.bodyLimit, schema);
  }

  get readNothing(): RouteContext["readNothing"] {
    return () => requireJsonOrNothing(this.request);
  }

  get authenticate(): RouteContext["authenticate"] {
    return ({ renew } = { renew: false }) => findAuthenticated(this.auth, this.tokens, renew);
  }

  get identify(): RouteContext["identify"] {
    return () => identifyBy(this.#settings.strategies, this.request);
  }

  get present(): RouteContext["present"] {
    const { carriers, cookie } = this.#settings;
    return ({ token, session }, body, carrier = wantedCarrier(this.request, this.everyToken, carriers)) => {
      if (carrier === "bearer") return { body: { ...body, token, expiresAt: session.expiresAt } };
      const { headers } = this.#incoming;
      // The new cookie comes last: a browser that takes two of the lines for one cookie keeps what the last one says.
      return { body, setCookie: [...cookie.clearOthers(headers), cookie.set(token, secondsLeft(session))] };
    };
  }

  get clearedCookie(): readonly string[] {
    const { carriers, cookie } = this.#settings;
    return carriers.includes("cookie") ? cookie.clear(this.#incoming.headers) : [];
  }
}
