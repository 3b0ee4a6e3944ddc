import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "@latchkey/oauth";
import { describe, expect, it } from "vitest";
import { samples } from "./provider-samples.ts";

const guides = join(import.meta.dirname, "../../../docs/guides");
const text = readFileSync(join(guides, "providers.md"), "utf8");
/** The cells of the first table, by the provider's id. */
const rows = new Map(
  [...text.matchAll(/^\| \[[^\]]+\]\(providers\/[a-z\d]+\.md\) \|.*$/gm)].map(([line]) => {
    const [, name = "", id = "", ...cells] = line.split("|").map((cell) => cell.trim());
    return [id.replaceAll("`", ""), { name, cells }];
  }),
);

/** The cells that the data decides. */
function expected(provider: Provider): { kind: string; secret: RegExp; pkce: RegExp; iss: RegExp } {
  const { kind, clientAuthentication, pkce } = provider;
  const iss = kind === "oauth2" ? (provider.issuer ? /^taken if right$/ : /^refused$/) : /document|tenant|taken/;
  return {
    kind: kind === "openid" ? "OpenID" : "OAuth 2",
    secret: clientAuthentication.method === "basic" ? /^header$/ : /^(?:body|a JWT, made from the key)$/,
    pkce: pkce === false ? /^(?:refused|only for public)/ : /^(?:S256|sent)/,
    iss,
  };
}

describe("the guide of providers", () => {
  it.each(samples.map(({ provider, profile }) => ({ provider, profile, id: provider.id })))(
    "says of $id what its data says",
    ({ provider, profile }) => {
      const { name, cells } = rows.get(provider.id)!;
      const [kind, proof, secret, pkce, iss] = cells;
      const { kind: kindOf, ...patterns } = expected(provider);
      expect(name).toContain(`[${provider.name}]`);
      expect(kind).toBe(kindOf);
      expect(/never/.test(proof!)).toBe(!profile.emailIsProven);
      expect(secret).toMatch(patterns.secret);
      expect(pkce).toMatch(patterns.pkce);
      expect(iss).toMatch(patterns.iss);
    },
  );

  it("has a page for each, with the redirect URI of its id, and what its data rests on", () => {
    for (const { provider } of samples) {
      const page = readFileSync(join(guides, `providers/${provider.id}.md`), "utf8");
      expect(page).toContain(`https://app.example.com/auth/oauth/${provider.id}/callback`);
      expect(page).toContain("**Its address.**");
      const [, rest = ""] = text.split("## What the data rests on");
      expect(rest).toContain(`| ${provider.name} |`);
    }
    expect(rows.size).toBeGreaterThanOrEqual(samples.length);
  });
});
