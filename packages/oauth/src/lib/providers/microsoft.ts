import { identifierOf, textOf } from "../provider/fields.ts";
import type { Profile, ProviderClaims } from "../provider/profile.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import { openid } from "./openid.ts";
import type { NativeOptions, ProviderOptions } from "./options.ts";

/** The options of `microsoft`. */
export interface MicrosoftOptions extends ProviderOptions, NativeOptions {
  /**
   * Who may sign in. `"common"`: everybody. `"organizations"`: work and school accounts. `"consumers"`: personal
   * accounts. Or the id of one tenant, a GUID. Default `"common"`.
   */
  readonly tenant?: string | undefined;
}

const HOST = "https://login.microsoftonline.com";
/** The tenant of all personal accounts. */
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Microsoft, personal accounts and Entra ID. Its address is never proof: an administrator of any tenant can set it. The
 * subject is tenant and object id, which stay the same for every client of yours.
 *
 * @throws TypeError `tenant` is none of the three names and no GUID in lower case
 * @example
 * const provider = microsoft({ clientId: "…", clientSecret: "…", tenant: "common" });
 */
export function microsoft({ tenant = "common", ...options }: MicrosoftOptions): OpenIdProvider {
  if (!GUID.test(tenant) && !["common", "organizations", "consumers"].includes(tenant))
    throw new TypeError('tenant must be "common", "organizations", "consumers" or a GUID in lower case');
  const isMany = tenant === "common" || tenant === "organizations";
  const named = tenant === "consumers" ? PERSONAL : tenant;
  const provider = openid("microsoft", {
    ...options,
    // The document of many tenants has this placeholder, letter by letter.
    issuer: `${HOST}/${isMany ? "{tenantid}" : named}/v2.0`,
    name: "Microsoft",
    clientAuthentication: "post",
    // Its documents do not say.
    takesMaxAge: false,
    profile,
  });
  const tokenIssuer = ({ tid }: ProviderClaims): string | null => {
    const isTenant = typeof tid === "string" && GUID.test(tid) && (tenant === "common" || tid !== PERSONAL);
    return isTenant ? `${HOST}/${tid}/v2.0` : null;
  };
  const discovery = `${HOST}/${tenant}/v2.0/.well-known/openid-configuration`;
  return { ...provider, discovery, tokenIssuer: isMany ? tokenIssuer : undefined };
}

function profile({ tid, oid, email, name }: ProviderClaims): Profile {
  return {
    subject: `${identifierOf(tid)}.${identifierOf(oid)}`,
    email: textOf(email),
    emailIsProven: false,
    name: textOf(name),
  };
}
