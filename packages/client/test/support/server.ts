import { createClient, type Client, type ClientOptions, type Fetch } from "@latchkey/client";
import { createAuth, type Auth, type AuthOptions } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, type Handler, type HandlerOptions } from "@latchkey/http";
import type { Mails } from "../../../../test/conversation/client.ts";
import { allRoutes, mailbox } from "../../../../test/support/all-routes.ts";

export const ORIGIN = "https://app.example.com";
export const BASE_URL = `${ORIGIN}/auth`;
export const ADA = { email: "ada@example.com", password: "correct horse battery" };
export const BOB = { email: "bob@example.com", password: "battery horse correct" };

/** A server with every route, in this process. */
export interface Server {
  readonly auth: Auth;
  readonly handler: Handler;
  readonly mails: Mails;
  /** `"GET /me"` for each request that has come, in their order. */
  readonly requests: string[];
}

export function openServer(options: Partial<AuthOptions> = {}, http: HandlerOptions = {}): Server {
  const secret = "a secret of this project, 32 bytes or more";
  const auth = createAuth({ storage: memoryStorage(), secret, passwords: fastHasher(), guards: [], ...options });
  const mails = mailbox();
  const handler = createHandler(auth, { ...allRoutes(auth, mails.deliver), ...http });
  const requests: string[] = [];
  const counted = (request: Request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname.slice("/auth".length)}`);
    return handler(request);
  };
  return { auth, handler: Object.assign(counted, handler), mails, requests };
}

/** A fetch that reaches a handler. It sends what a client that is no browser sends. */
export function fetchOf(handler: (request: Request) => Promise<Response>): Fetch {
  return (url, init) => handler(new Request(url, init));
}

/** A fetch with one cookie jar, as a browser on the origin of the server has. */
export function browserFetch(handler: (request: Request) => Promise<Response>): Fetch {
  const cookies = new Map<string, string>();
  return async (url, init) => {
    const request = new Request(url, init);
    request.headers.set("sec-fetch-site", "same-origin");
    if (cookies.size > 0) request.headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await handler(request);
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
}

/** Where an app keeps its token. */
export class Keychain {
  token: string | null = null;
  /** How often it was written. */
  writes = 0;
  get(): Promise<string | null> {
    return Promise.resolve(this.token);
  }
  set(token: string | null): Promise<void> {
    this.token = token;
    this.writes++;
    return Promise.resolve();
  }
}

/** A client with its session in a cookie. */
export function browser({ handler }: Server, more: ClientOptions = {}): Client {
  return createClient({ baseUrl: BASE_URL, fetch: browserFetch(handler), ...more });
}

/** A client with its session in a keychain. */
export function app({ handler }: Server, tokenStore = new Keychain()): Client {
  return createClient({ baseUrl: `${BASE_URL}/`, fetch: fetchOf(handler), tokenStore });
}

/** Every state that a client has shown, as it comes. */
export function statesOf(client: Client): { readonly seen: string[]; stop(): void } {
  const seen: string[] = [];
  const stop = client.session.subscribe(({ status, user, error }) =>
    seen.push([status, user?.email, error?.code].filter(Boolean).join(" ")),
  );
  return { seen, stop };
}

/** Holds back the answers to some requests, until they are let go. */
export function holding(fetch: Fetch, isHeld: (request: string) => boolean) {
  const held: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  return {
    async fetch(url: string, init: RequestInit): Promise<Response> {
      const hold = isHeld(`${init.method} ${new URL(url).pathname.slice("/auth".length)}`);
      const response = await fetch(url, init);
      if (hold) {
        const released = new Promise<void>((resolve) => held.push(resolve));
        waiting.shift()?.();
        await released;
      }
      return response;
    },
    /** Waits until the server has answered one that is held. */
    async isHeld(): Promise<void> {
      if (held.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    /** Lets the oldest answer go. */
    release: () => held.shift()!(),
  };
}
