import type { Auth, Client } from "@latchkey/core";
import { readJson, requireJsonType } from "./body.ts";
import { allCarriedTokens, carrierForNewSession, type CarriedToken } from "../credentials/carriers.ts";
import { secondsLeft } from "../cookies/cookie.ts";
import { findAuthenticated } from "../credentials/find-authenticated.ts";
import type { HandlerSettings } from "./options.ts";
import type { RequestHead, Origin } from "../origin/origin.ts";
import type { RouteContext } from "./route.ts";
import { identifyBy } from "../credentials/strategy.ts";

/** What a handler knows about a request before its route runs. */
export interface RequestParts {
  readonly auth: Auth;
  readonly request: Request;
  readonly tokens: readonly CarriedToken[];
  readonly head: RequestHead;
  readonly origin: Origin;
}

/**
 * The context of one request. Each function is created when a route reads it, because most routes read two or three.
 */
export class RequestContext implements RouteContext {
  readonly #parts: RequestParts;
  readonly #settings: HandlerSettings;

  constructor(parts: RequestParts, settings: HandlerSettings) {
    this.#parts = parts;
    this.#settings = settings;
  }

  get auth(): Auth {
    return this.#parts.auth;
  }

  get request(): Request {
    return this.#parts.request;
  }

  get tokens(): readonly CarriedToken[] {
    return this.#parts.tokens;
  }

  get allTokens(): readonly CarriedToken[] {
    const { head, origin } = this.#parts;
    return allCarriedTokens(head, origin, this.#settings);
  }

  get client(): Client {
    return this.#settings.client(this.request);
  }

  get read(): RouteContext["read"] {
    return (schema) => readJson(this.request, this.#settings.bodyLimit, schema);
  }

  get checkContentType(): RouteContext["checkContentType"] {
    return () => requireJsonType(this.request);
  }

  get authenticate(): RouteContext["authenticate"] {
    return (options) => findAuthenticated(this.auth, this.tokens, options);
  }

  get identify(): RouteContext["identify"] {
    return () => identifyBy(this.#settings.strategies, this.request);
  }

  get replyWithSession(): RouteContext["replyWithSession"] {
    const { carriers, cookie } = this.#settings;
    return ({ token, session }, body, carrier = carrierForNewSession(this.request, this.allTokens, carriers)) => {
      if (carrier === "bearer") return { body: { ...body, token, expiresAt: session.expiresAt } };
      const { headers } = this.#parts.head;
      // The new cookie comes last: a browser that takes two lines for one cookie keeps the last.
      return { body, setCookie: [...cookie.clearOthers(headers), cookie.set(token, secondsLeft(session))] };
    };
  }

  get clearedCookie(): readonly string[] {
    const { carriers, cookie } = this.#settings;
    return carriers.includes("cookie") ? cookie.clear(this.#parts.head.headers) : [];
  }
}
