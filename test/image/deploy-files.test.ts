import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { read } from "./build-image.ts";

interface Container {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly user?: string;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
}

const compose = parse(read("deploy/compose.yaml")) as { readonly services: Readonly<Record<string, Container>> };
const blueprint = parse(read("deploy/render.yaml")) as {
  readonly services: readonly { readonly envVars: readonly { key: string; value?: string; sync?: boolean }[] }[];
};

describe("the files of deploy/", () => {
  it("OP04 Compose starts the server without rights, on a read-only root, for this machine alone", () => {
    const { latchkey, postgres, caddy } = compose.services;
    expect(latchkey).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    expect(latchkey!.ports!.every((port) => port.startsWith("127.0.0.1:"))).toBe(true);
    expect([latchkey!.user, postgres!.ports, caddy!.profiles]).toEqual([undefined, undefined, ["https"]]);
  });

  it("OP04 they contain no secret, and name settings that there are", () => {
    const secrets = ["AUTH_SECRET", "POSTGRES_PASSWORD", "AUTH_SMTP_URL"];
    const given = Object.values(compose.services).flatMap(({ environment = {} }) => Object.entries(environment));
    for (const [name, value] of given.filter(([key]) => secrets.includes(key))) expect(value, name).toMatch(/^\$\{/);
    for (const { key, value } of blueprint.services.flatMap(({ envVars }) => envVars))
      if (secrets.includes(key)) expect(value, key).toBeUndefined();

    const files = globSync("deploy/*", { cwd: join(import.meta.dirname, "../..") });
    const named = files.flatMap((file) => read(file).match(/\bAUTH_[A-Z_]+(?=["= :})]|$)/gm) ?? []);
    const known = read("docs/configuration.md") + KNOWN_TO_CADDY;
    expect([...new Set(named)].filter((name) => !known.includes(name)).sort()).toEqual([]);
  });
});

/** The Caddyfile's own. */
const KNOWN_TO_CADDY = "AUTH_UPSTREAM";
