import type { Tickets } from "@latchkey/core/tickets";
import type { FlowSecrets } from "../protocol/authorization-url.ts";
import { FLOW_LIFETIME_S } from "./cookies.ts";

/**
 * What a flow is for: to sign in, to link the account at the provider to the user of a session, or to prove that the
 * user of a session is still the one.
 */
export type FlowPurpose = "sign_in" | "link" | "prove";

/** A way to a provider and back, as it is sealed. */
export interface Flow extends FlowSecrets {
  readonly provider: string;
  readonly purpose: FlowPurpose;
  /** Where to go afterwards: a path of this origin. */
  readonly next: string;
  /** The session that began it. `null`: anybody may sign in. */
  readonly sessionId: string | null;
  /** The provider must have asked for the password after this moment, in seconds since 1970. `null`: it need not. */
  readonly provesAfter: number | null;
}

const PURPOSE = "oauth_flow";

/** Seals a flow for its cookie. */
export function sealFlow(tickets: Tickets, flow: Flow, userId: string | null): Promise<string> {
  return tickets.seal({ purpose: PURPOSE, lifetime: FLOW_LIFETIME_S, userId, data: { ...flow } });
}

/**
 * The flow of a state and a provider, once: of two callbacks with the same state one gets it.
 *
 * @returns `null`: it is none of this browser, pool, provider or state, or it has expired or was spent
 */
export async function spendFlow(
  tickets: Tickets,
  sealed: string | undefined,
  { state, provider }: Pick<Flow, "state" | "provider">,
): Promise<Flow | null> {
  const belongs = (data: unknown): data is Flow =>
    (data as Flow).state === state && (data as Flow).provider === provider;
  const found = await tickets.read(sealed, PURPOSE);
  if (!found || !belongs(found.data)) return null;
  return (await tickets.spend(sealed, PURPOSE)) && (found.data as unknown as Flow);
}
