import type { Storage } from "@latchkey/core";
import type { HandlerOptions } from "@latchkey/http";
import { createClient, freshEmail, PASSWORD, type Answer, type Client } from "../conversation/client.ts";
import { openHandler, ORIGIN } from "./server.ts";

/** A client of a handler over a storage that will be in trouble, and what the handler told its log of that. */
export function openClient(storage: Storage, options: HandlerOptions = {}): { client: Client; errors: unknown[] } {
  const errors: unknown[] = [];
  const handler = openHandler(storage, {}, { onError: (error) => errors.push(error), ...options });
  return { client: createClient({ fetch: handler, origin: ORIGIN, secureCookie: true }), errors };
}

export function trySignUp(client: Client, email = freshEmail()): Promise<Answer> {
  return client.post("/signup", { email, password: PASSWORD });
}

/** Every kind of request that needs the storage, once. */
export async function askAll(client: Client, token: string): Promise<readonly Answer[]> {
  return [
    await trySignUp(client),
    await client.post("/signin", { email: freshEmail(), password: PASSWORD }),
    await client.get("/me", client.cookie(token)),
    await client.post("/signout", {}, client.cookie(token)),
  ];
}
