import type { OpenIdProvider, Profile, Provider, ProviderApi } from "@latchkey/oauth";

/** What each provider is given in these tests. */
export const CLIENT = { clientId: "a client id", clientSecret: "a client secret" };

/** Answers of a provider's API, by the beginning of the address. What is not there is a mistake of the provider. */
export type Answers = Readonly<Record<string, unknown>>;

/** An API that answers so. An address that nobody should ask throws, as one does that answers 404. */
function apiOf(answers: Answers): ProviderApi {
  return {
    async get(url) {
      const found = Object.keys(answers).find((start) => url === start || url.startsWith(`${start}?`));
      if (found === undefined) throw new Error(`nothing is at ${url}`);
      return structuredClone(answers[found]);
    },
    userInfo: async () => {
      throw new Error("nobody should ask for UserInfo");
    },
  };
}

/** Whom the provider makes of these claims or answers. */
export async function profileOf(provider: Provider, said: Answers): Promise<Profile> {
  return provider.kind === "openid" ? provider.profile(said, null) : provider.profile(apiOf(said));
}

/** The issuer that an ID token with these claims must have. */
export const issuerOf = (provider: OpenIdProvider, claims: Answers): string | null =>
  provider.tokenIssuer ? provider.tokenIssuer(claims) : provider.issuer;
