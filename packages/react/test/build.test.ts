import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildPackages, type Built } from "../../../test/support/built.ts";

let built: Built;
beforeAll(() => void (built = buildPackages(["react", "client", "locales"])));
afterAll(() => built.remove());

const dist = () => join(built.folder, "node_modules/@latchkey/react/dist");
const sources = join(import.meta.dirname, "../src");
const isClient = (file: string) => readFileSync(file, "utf8").startsWith('"use client";');
/** What React gives to the browser alone: server components lack it. */
const BROWSER = /\b(?:createContext|use[A-Z]\w*(?<!useId|useMemo|useCallback))\b[^;]*from "react"/;

it("what is published has a file for each source file, and each keeps its directive", () => {
  const files = globSync("**/*.{ts,tsx}", { cwd: sources });
  expect(files.length).toBeGreaterThan(60);
  const lost = files.filter(
    (file) => isClient(join(sources, file)) !== isClient(join(dist(), file.replace(/\.tsx?$/, ".js"))),
  );
  expect(lost).toEqual([]);
});

it("a server component reaches nothing that needs the browser, but through files that say so", () => {
  const reached = new Set([join(dist(), "index.js")]);
  for (const file of reached) {
    if (isClient(file)) continue;
    const text = readFileSync(file, "utf8");
    expect(text, file).not.toMatch(BROWSER);
    for (const [, name = ""] of text.matchAll(/ from "(\.[^"]+)"/g)) reached.add(join(dirname(file), name));
  }
  const clients = [...reached].filter(isClient);
  expect(clients.length).toBeGreaterThan(25);
  expect([...reached].some((file) => file.endsWith("initial-session.js"))).toBe(true);
});

it("a server component calls initialSession(), and it leaves out what browsers must not see", () => {
  const program = `
    import { initialSession } from "./lib/provider/initial-session.js";
    const user = { id: "1", email: "ada@example.com", emailVerified: true, createdAt: "", updatedAt: "" };
    const session = { user: { ...user, metadata: null, appMetadata: { role: "admin" } } };
    console.log(JSON.stringify(initialSession(session)));
    console.log(JSON.stringify(initialSession(null)));`;
  const file = join(dist(), "try.mjs");
  writeFileSync(file, program);
  const { stdout } = spawnSync(process.execPath, ["--conditions", "react-server", file], { encoding: "utf8" });
  const [user, nobody] = stdout.trim().split("\n");
  expect(Object.keys(JSON.parse(user!) as object)).toEqual([
    "id",
    "email",
    "emailVerified",
    "createdAt",
    "updatedAt",
    "metadata",
  ]);
  expect(nobody).toBe("null");
});

it.each([
  ["18", "types-react-18"],
  ["19", "@types/react"],
])("the declarations and a program that uses them compile with the types of React %s", (version, types) => {
  const folder = mkdtempSync(join(import.meta.dirname, "../node_modules/.types-"));
  try {
    const link = (name: string, target: string) => {
      mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
      symlinkSync(target, join(folder, "node_modules", name));
    };
    link("@types/react", join(import.meta.dirname, "../node_modules", types));
    const paths = {
      react: ["./node_modules/@types/react/index.d.ts"],
      "react/*": ["./node_modules/@types/react/*.d.ts"],
    };
    const compilerOptions = {
      composite: false,
      declaration: false,
      declarationMap: false,
      emitDeclarationOnly: false,
      noEmit: true,
      types: [],
      paths,
    };
    const include = [join(sources, "**/*"), join(import.meta.dirname, "types.tsx")];
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(sources, "../../../tsconfig.base.json"), compilerOptions, include }),
    );
    const { stdout } = spawnSync("tsc", ["-p", folder, "--pretty", "false", "--listFiles"], { encoding: "utf8" });
    expect(stdout.split("\n").filter((line) => line.includes("error TS"))).toEqual([]);
    expect(stdout).toContain(`/@types+react@${version}.`);
    expect(stdout.match(/@types\+react@\d+/g)?.every((found) => found.endsWith(`@${version}`))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
