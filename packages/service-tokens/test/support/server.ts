import { createAuth, type Auth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { apiKeyRoutes, apiKeyStrategy, createHandler } from "@latchkey/http";
import {
  createServiceKey,
  serviceTokenRoutes,
  serviceTokens,
  type PrivateJwk,
  type ServiceTokenOptions,
} from "@latchkey/service-tokens";
import {
  serviceTokenVerifier,
  type ServiceTokenErrorCode,
  type ServiceTokenVerifierOptions,
  type VerifyServiceToken,
} from "@latchkey/service-tokens/verify";

export const ORIGIN = "https://app.example.com";
export const JWKS_PATH = "/.well-known/jwks.json";
export const API = "https://api.example.com";
export const MAIL = "https://mail.example.com";
export const SECRET = "a secret of this project, 32 bytes or more";
export const ADA = { email: "ada@example.com", password: "correct horse battery" };

/** An account server with service tokens, in this process. */
export async function open(options: Partial<ServiceTokenOptions> = {}) {
  const clock = testClock();
  const auth: Auth = createAuth({
    storage: memoryStorage(),
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
  });
  const key = await createServiceKey();
  const all = { issuer: ORIGIN, keys: [key], audiences: [API, MAIL], now: clock.now, ...options };
  const reported: unknown[] = [];
  /** The same accounts with other options, as after a new deployment. */
  const deploy = (more: Partial<ServiceTokenOptions> = {}) => {
    const services = serviceTokens(auth, { ...all, ...more });
    const keys = apiKeys(auth, { scopes: [] });
    const handler = createHandler(auth, {
      routes: [...serviceTokenRoutes(services), ...apiKeyRoutes(keys)],
      strategies: [apiKeyStrategy(keys)],
      onError: (error) => void reported.push(error),
    });
    return { services, handler };
  };
  let now = deploy();
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    now.handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  let fetched = 0;
  const fetch = async (url: string) => {
    fetched++;
    return now.handler(new Request(url));
  };
  return {
    auth,
    clock,
    key,
    reported,
    send,
    fetched: () => fetched,
    services: () => now.services,
    deploy: (more: Partial<ServiceTokenOptions>) => (now = deploy(more)).services,
    signUp: async () => (await auth.signUp({ ...ADA, email: `${crypto.randomUUID()}@example.com` })).token,
    verifier: (more: Partial<ServiceTokenVerifierOptions> = {}) =>
      serviceTokenVerifier({
        jwks: `${ORIGIN}/auth${JWKS_PATH}`,
        issuer: ORIGIN,
        audience: API,
        fetch,
        now: clock.now,
        ...more,
      }),
  };
}

/** The code that a verifier refuses with, or `"accepted"`. Anything but its own error is thrown on. */
export async function verdict(
  verify: VerifyServiceToken,
  given: Parameters<VerifyServiceToken>[0],
): Promise<ServiceTokenErrorCode | "accepted" | string> {
  try {
    await verify(given);
    return "accepted";
  } catch (error) {
    const { name, code } = error as { name: string; code: string };
    return name === "ServiceTokenError" ? code : `not an error of its own: ${String(error)}`;
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The public part of a key. */
export function publicPart(key: PrivateJwk): PrivateJwk {
  const { d: _, ...rest } = key;
  return rest;
}
