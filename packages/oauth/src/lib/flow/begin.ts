import { AuthError } from "@latchkey/core";
import { readReturnPath } from "@latchkey/http";
import { providerOf, takesMaxAge, type Parts } from "../parts.ts";
import { loadProtocol } from "../protocol/load.ts";
import { sealFlow, type FlowPurpose } from "./flow.ts";

/** How somebody is sent to a provider. */
export interface BeginInput {
  /** The id of the provider. */
  readonly provider: string;
  /** Default `"sign_in"`. The others need `token`, and end in its session alone. */
  readonly purpose?: FlowPurpose | undefined;
  /** Where to go afterwards. Anything that is no path of the origin counts as not given. Default: `defaultPath`. */
  readonly next?: unknown;
  /** The session token. `"link"` needs a session that was proved in the last 5 minutes. */
  readonly token?: string | undefined;
  /** The headers of the request: then a browser never has more than 8 flows at once. */
  readonly headers?: Headers | undefined;
}

/** The way to a provider. */
export interface Begun {
  /** Where the browser goes. */
  readonly location: string;
  /** `Set-Cookie` lines, without which nobody comes back. */
  readonly setCookie: readonly string[];
}

/** A longer path is not carried through a flow: cookies of many flows must fit into the headers of a request. */
const LONGEST_NEXT = 1024;

/** With any `max_age`, an ID token says when the provider last asked who it is. This one asks nobody anew. */
const LONGEST_SIGN_IN_S = 30 * 24 * 60 * 60;

/** A path of the origin that a flow can carry, or `null`. */
export function readNext(value: unknown): string | null {
  const path = readReturnPath(value);
  return path !== null && path.length <= LONGEST_NEXT ? path : null;
}

/** Begins a flow: see `Social.begin`. */
export async function begin(
  parts: Parts,
  { provider: id, purpose = "sign_in", next, token, headers }: BeginInput,
): Promise<Begun> {
  const { engine, settings, tickets, cookies } = parts;
  const provider = providerOf(parts, id);
  const session = purpose === "sign_in" ? null : await requireSession(parts, { purpose, provider: id, token });
  const { askProvider, authorizationUrl, flowSecrets } = await loadProtocol();
  const secrets = flowSecrets();
  const asksAgain = purpose === "prove" && takesMaxAge(provider);
  const maxAge = asksAgain ? 0 : takesMaxAge(provider) ? LONGEST_SIGN_IN_S : null;
  const location = await askProvider(engine, provider, (call) =>
    authorizationUrl(engine, call, { ...secrets, maxAge }),
  );
  const flow = {
    ...secrets,
    provider: id,
    purpose,
    next: readNext(next) ?? settings.defaultPath,
    sessionId: session?.id ?? null,
    provesAfter: asksAgain ? Math.floor(settings.now() / 1000) : null,
  };
  const sealed = await sealFlow(tickets, flow, session?.userId ?? null);
  return { location, setCookie: cookies.begin(secrets.state, sealed, headers) };
}

/** @throws AuthError `unauthenticated`; to link, also `proof_required` */
async function requireSession(
  { auth, identities }: Parts,
  { purpose, provider, token }: Pick<BeginInput, "provider" | "token"> & { readonly purpose: "link" | "prove" },
) {
  if (purpose === "link") return identities.requireLinkProof(token ?? "", provider);
  const found = await auth.getSession(token);
  if (!found) throw new AuthError("unauthenticated", "Not signed in");
  return found.session;
}
