import type { ClientMetadata } from "oidc-provider";
import { inject } from "vitest";
import type { PlainClient, Trick } from "./counterparts/kinds.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** An address that answers with the address of the counterparts. */
    readonly counterparts: string;
  }
}

/**
 * A new OpenID provider with these clients, and with keys that `rotate` replaces.
 *
 * @param at the counterparts to ask. Default: those that all tests share
 */
export async function openIdProvider(clients: ClientMetadata[], at?: string) {
  const { issuer } = await order<{ issuer: string }>("/openid", { clients }, at);
  return { issuer, rotate: () => order("/openid/rotate", { issuer }, at) };
}

/** A new provider of plain OAuth 2 in the manner of GitHub, with one client. */
export const githubProvider = (client: PlainClient) => order<{ origin: string }>("/github", { client });

/** The provider that does one thing wrong. `landed` says how often somebody followed its redirects. */
export async function hostileProvider() {
  const { origin } = await order<{ origin: string }>("/hostile", {});
  return {
    issuer: (trick: Trick) => `${origin}/${trick}`,
    landed: async () => (await order<{ landed: number }>("/hostile", {})).landed,
  };
}

async function order<Answer>(path: string, body: object, at?: string): Promise<Answer> {
  const address = at ?? (await (await fetch(inject("counterparts"))).text());
  const response = await fetch(address + path, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`The counterparts answered ${response.status} to ${path}.`);
  return (await response.json()) as Answer;
}
