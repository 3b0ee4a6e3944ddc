import type { Tickets } from "@latchkey/core/tickets";
import type { Profile } from "../provider/profile.ts";
import type { Provider } from "../provider/provider.ts";
import { FLOW_LIFETIME_S } from "./cookies.ts";

/** The parameter of the callback's address that holds the name, sealed: an address is logged and kept by browsers. */
const PARAMETER = "latchkey_name";
const PURPOSE = "oauth_name";
/** Characters of a name. The address must stay short. */
const LONGEST = 200;

/** Seals the name that a provider posts with its form, for the address that the form is handed on to. */
export async function sealFormName(
  tickets: Tickets,
  provider: Provider,
  form: URLSearchParams,
): Promise<readonly [string, string] | null> {
  const name = provider.kind === "openid" ? (provider.formName?.(form) ?? null) : null;
  if (name === null || name.length > LONGEST) return null;
  const data = { name, state: form.get("state") };
  return [PARAMETER, await tickets.seal({ purpose: PURPOSE, lifetime: FLOW_LIFETIME_S, userId: null, data })];
}

/**
 * The profile with the name of the form, if the provider itself says none. Nothing proves that name: it came by the
 * browser.
 */
export async function withFormName(
  tickets: Tickets,
  profile: Profile,
  { parameters, state }: { readonly parameters: URLSearchParams; readonly state: string },
): Promise<Profile> {
  const sealed = parameters.get(PARAMETER);
  if (profile.name || sealed === null) return profile;
  const found = await tickets.read(sealed, PURPOSE);
  return found?.data.state === state ? { ...profile, name: String(found.data.name) } : profile;
}
