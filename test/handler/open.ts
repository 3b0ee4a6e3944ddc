import { createAuth, type Auth, type AuthOptions } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, type Handler, type HandlerOptions } from "@latchkey/http";
import { checkSame } from "../conversation/check.ts";
import { ORIGIN, SECRET } from "../support/server.ts";

export const EMAIL = "ada@example.com";
export const PASSWORD = "correct horse battery staple";

export interface Opened {
  readonly auth: Auth;
  readonly handler: Handler;
  /** The errors that `onError` got, in order. */
  readonly reported: unknown[];
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** A handler over memory that keeps the errors that `onError` gets. */
export function open(
  auth: Partial<AuthOptions> = {},
  http: HandlerOptions | ((auth: Auth) => HandlerOptions) = {},
): Opened {
  const reported: unknown[] = [];
  const made = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), guards: [], ...auth });
  const options = typeof http === "function" ? http(made) : http;
  const handler = createHandler(made, { onError: (error) => void reported.push(error), ...options });
  return {
    auth: made,
    handler,
    reported,
    get: (path, headers = {}) => handler(new Request(`${ORIGIN}/auth${path}`, { headers })),
    post: (path, body = {}, headers = {}) =>
      handler(
        new Request(`${ORIGIN}/auth${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
          body: JSON.stringify(body),
        }),
      ),
  };
}

export const signUp = ({ post }: Opened): Promise<Response> => post("/signup", { email: EMAIL, password: PASSWORD });

/** Checks that an answer is the one for unexpected errors. */
export async function checkInternal(response: Response, sentence: string): Promise<void> {
  checkSame(
    [response.status, response.headers.get("set-cookie"), await response.text()],
    [500, null, '{"error":"Something went wrong","code":"internal"}'],
    sentence,
  );
}

/** A turn of the event loop: an unhandled rejection is reported by then. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A thenable that is no promise. */
export const thenable = (then: (...values: never[]) => unknown): object =>
  Object.defineProperty({}, ["th", "en"].join(""), { value: then });
