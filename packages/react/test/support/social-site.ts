import type { AuthOptions } from "@latchkey/core";
import { github, openid, socialSignIn } from "@latchkey/oauth";
import type { Page } from "playwright-core";
import { CLIENT } from "../../../oauth/test/support/application.ts";
import { githubProvider, openIdProvider } from "../../../oauth/test/support/counterparts.ts";
import { startSite, type Site } from "./site.ts";

/** A site that takes accounts at a real OpenID provider, "Okta", and at one in the manner of GitHub. */
export function startSocialSite(auth: Partial<AuthOptions> = {}): Promise<Site> {
  return startSite({
    auth,
    async social(made, origin) {
      const back = (id: string) => [`${origin}/auth/oauth/${id}/callback`];
      const { issuer } = await openIdProvider([{ ...CLIENT, redirect_uris: back("okta") }]);
      const git = await githubProvider({ ...CLIENT, redirect_uris: back("github-enterprise") });
      const client = { clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret };
      const providers = [
        openid("okta", { ...client, issuer, name: "Okta" }),
        github({ ...client, origin: git.origin, trustsEmail: true }),
      ];
      return socialSignIn(made, { origin, providers, errorPath: "/sign-in/stay" });
    },
  });
}

/** Says at the OpenID provider who one is, and agrees. It remembers that, and asks no more in this browser. */
export async function agree(page: Page, subject: string, email: string): Promise<void> {
  await page.getByLabel("Subject").fill(subject);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Email is verified").selectOption("true");
  await page.getByRole("button", { name: "Allow", exact: true }).click();
}
