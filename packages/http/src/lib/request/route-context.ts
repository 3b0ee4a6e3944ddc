import type { Auth, Client, OpenOptions } from "@latchkey/core";
import { readBody, requireType, type BodyType } from "./body.ts";
import { allCarriedTokens, carrierForNewSession, type CarriedToken } from "../credentials/carriers.ts";
import { secondsLeft } from "../cookies/cookie.ts";
import { findAuthenticated } from "../credentials/find-authenticated.ts";
import type { HandlerSettings } from "./options.ts";
import { mayUseCookie, type RequestHead, type Origin } from "../origin/origin.ts";
import type { Carriage, Route, RouteContext, SignInStep } from "./route.ts";
import { identifyBy } from "../credentials/strategy.ts";

/** What a handler knows about a request before its route runs. */
export interface RequestParts {
  readonly auth: Auth;
  readonly request: Request;
  readonly route: Route;
  readonly step: SignInStep | undefined;
  readonly params: Readonly<Record<string, string>>;
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

  get params(): Readonly<Record<string, string>> {
    return this.#parts.params;
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
    const { bodyLimit: limit } = this.#settings;
    return (schema) => readBody(this.request, { type: this.#bodyType, limit }, schema);
  }

  get checkContentType(): RouteContext["checkContentType"] {
    return () => requireType(this.request, this.#bodyType);
  }

  get authenticate(): RouteContext["authenticate"] {
    return (options) => findAuthenticated(this.auth, this.tokens, options);
  }

  get identify(): RouteContext["identify"] {
    return () => identifyBy(this.#settings.strategies, this.request);
  }

  get replyWithSession(): RouteContext["replyWithSession"] {
    return (signedIn, body, carrier = this.carriage.carrier) => {
      const { token, session } = signedIn;
      if (carrier === "bearer") return { body: { ...body, token, expiresAt: session.expiresAt } };
      return { body, setCookie: this.sessionCookie(signedIn) };
    };
  }

  get sessionCookie(): RouteContext["sessionCookie"] {
    const { cookie } = this.#settings;
    const { headers } = this.#parts.head;
    // The new cookie comes last: a browser that takes two lines for one cookie keeps the last.
    return ({ token, session }) => [...cookie.clearOthers(headers), cookie.set(token, secondsLeft(session))];
  }

  get opening(): OpenOptions {
    return { ...this.#parts.step?.opening(this), replaces: this.allTokens.map(({ token }) => token) };
  }

  get carriage(): Carriage {
    const { head, origin } = this.#parts;
    const { carriers, cookie } = this.#settings;
    return {
      carrier: carrierForNewSession(this.request, this.allTokens, carriers),
      cleared: cookie.set("", 0),
      counts: mayUseCookie(origin, head.method),
    };
  }

  get #bodyType(): BodyType {
    return this.#parts.route.errorPage ? "form" : "json";
  }

  get clearedCookie(): readonly string[] {
    const { carriers, cookie } = this.#settings;
    return carriers.includes("cookie") ? cookie.clear(this.#parts.head.headers) : [];
  }
}
