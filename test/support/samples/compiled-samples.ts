import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sample } from "./readme.ts";

/** What samples use of other runtimes, whose own types do not go together in one program. */
const RUNTIMES = `
declare module "cloudflare:workers" {
  export const env: {
    readonly DB: import("@latchkey/adapter-d1").D1Binding;
    readonly ACCOUNTS: import("@latchkey/adapter-durable-object").AccountsNamespace & {
      getByName(name: string): { fetch(request: Request): Promise<Response> };
    };
    readonly AUTH_SECRET: string;
    readonly HYPERDRIVE: { readonly connectionString: string };
  };
  export function waitUntil(work: Promise<unknown>): void;
  export abstract class DurableObject {
    protected readonly ctx: import("@latchkey/adapter-durable-object").ObjectState;
    constructor(ctx: import("@latchkey/adapter-durable-object").ObjectState, env: unknown);
    fetch?(request: Request): Promise<Response>;
  }
}
declare module "expo-secure-store" {
  export function getItemAsync(key: string): Promise<string | null>;
  export function setItemAsync(key: string, value: string): Promise<void>;
  export function deleteItemAsync(key: string): Promise<void>;
}
declare module "react-native" {
  export const AppState: {
    addEventListener(type: "change", listener: (state: "active" | "background" | "inactive") => void): void;
  };
}
declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  serve(options: { port: number }, handler: (request: Request) => Response | Promise<Response>): void;
};
`;

/** Compiles samples, each as a module of its own, as strictly as the workspace. Returns the errors by place. */
export function compileSamples(samples: readonly Sample[]): string[] {
  const folder = join(import.meta.dirname, "../../.samples/compiled");
  mkdirSync(folder, { recursive: true });
  try {
    const places = new Map<string, string>();
    for (const { place, language, code } of samples) {
      const name = `${place.replaceAll(/\W/g, "-")}.${language}`;
      places.set(name, place);
      writeFileSync(join(folder, name), `${code}\nexport {};\n`);
    }
    writeFileSync(join(folder, "runtimes.d.ts"), RUNTIMES);
    const compilerOptions = {
      composite: false,
      noEmit: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      types: ["node"],
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../../../tsconfig.base.json", compilerOptions, include: ["*.ts", "*.tsx"] }),
    );
    const { stdout, stderr } = spawnSync("tsc", ["-p", folder, "--pretty", "false"], { encoding: "utf8" });
    return `${stdout}${stderr}`
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) =>
        line.replace(/^.*?([\w-]+\.tsx?)\((\d+)/, (_, name, at) => `${places.get(name) ?? name} line (${at}`),
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
