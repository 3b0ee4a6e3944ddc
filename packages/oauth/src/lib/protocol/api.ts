import { hostOf } from "../http/bounded-fetch.ts";
import type { ProviderApi, ProviderClaims } from "../provider/profile.ts";
import type { Call } from "./engine.ts";

/** The provider's own API, by the access token. `subject`: of the ID token, if there is one. */
export function providerApi({ server, fetch }: Call, accessToken: string, subject?: string): ProviderApi {
  const get: ProviderApi["get"] = async (url, headers = {}) => {
    const answer = await fetch(url, {
      headers: {
        accept: "application/json",
        // GitHub refuses requests without one.
        "user-agent": "latchkey",
        ...headers,
        authorization: `Bearer ${accessToken}`,
      },
    });
    if (!answer.ok) throw new Error(`${hostOf(url)} answers ${answer.status}`);
    return answer.json().catch(() => {
      throw new Error(`${hostOf(url)} answers with something that is no JSON`);
    });
  };
  return {
    get,
    async userInfo() {
      const claims = Object(await get(server.as.userinfo_endpoint ?? "")) as ProviderClaims;
      // Otherwise the answer may be about somebody else (OpenID Connect Core §5.3.2).
      if (claims.sub !== subject) throw new Error("UserInfo is about another subject than the ID token");
      return claims;
    },
  };
}
