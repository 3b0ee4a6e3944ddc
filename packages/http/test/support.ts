import { createAuth, type Auth, type AuthOptions } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, type HandlerOptions } from "@latchkey/http";

export const SECRET = "0123456789abcdef0123456789abcdef";
export const ORIGIN = "https://api.example.com";
export const PASSWORD = "correct horse battery";

/** A handler over memory, with a function for each thing that a client does. */
export function client(options: HandlerOptions = {}, authOptions: Partial<AuthOptions> = {}) {
  const auth: Auth = createAuth({
    storage: memoryStorage(),
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    ...authOptions,
  });
  const handler = createHandler(auth, options);
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body, duplex: "half" }),
      } as RequestInit),
    );
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send("POST", path, { "content-type": "application/json", ...headers }, JSON.stringify(body));

  return {
    auth,
    handler,
    send,
    post,
    /** Signs up a new account. `cookie` is what a browser would send back. */
    async signUp() {
      const email = `${crypto.randomUUID()}@example.com`;
      const response = await post("/signup", { email, password: PASSWORD });
      return {
        email,
        setCookie: response.headers.get("set-cookie")!,
        cookie: cookiePair(response),
        token: cookiePair(response).split("=")[1]!,
      };
    },
  };
}

export function cookiePair(response: Response): string {
  return response.headers.get("set-cookie")!.split(";")[0]!;
}

export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}
