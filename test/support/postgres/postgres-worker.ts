import { build, type Plugin } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { builtinModules } from "node:module";
import { SECRET } from "../server.ts";

/** Node's own modules by the names that pg calls them, as workerd has them under `nodejs_compat`. */
const nodeCompat: Plugin = {
  name: "node-compat",
  setup({ onResolve, onLoad }) {
    const names = builtinModules.filter((name) => !name.includes(":"));
    onResolve({ filter: new RegExp(`^(?:node:)?(?:${names.join("|")})$`) }, ({ path, namespace }) => {
      if (namespace === "node-compat") return { path, external: true };
      return { path: path.replace("node:", ""), namespace: "node-compat" };
    });
    onLoad({ filter: /.*/, namespace: "node-compat" }, ({ path }) => ({
      contents: `export * from "node:${path}"; export { default } from "node:${path}";`,
      loader: "js",
    }));
  },
};

/** Serves a worker that speaks to PostgreSQL, bundled as wrangler does for `nodejs_compat`, at its first date. */
export async function startPostgresWorker(
  entry: string,
  databaseUrl: string,
): Promise<{ origin: string; stop: () => Promise<void> }> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["workerd"],
    external: ["cloudflare:*", "pg-native"],
    plugins: [nodeCompat],
    logLevel: "error",
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: outputFiles[0]!.text,
      compatibilityDate: "2026-07-30",
      compatibilityFlags: ["nodejs_compat"],
      // As Hyperdrive's binding looks to a worker, and the bare address beside it.
      bindings: { AUTH_SECRET: SECRET, HYPERDRIVE: { connectionString: databaseUrl }, DATABASE_URL: databaseUrl },
      host: "127.0.0.1",
      port: 0,
    }),
  );
  const { origin } = await miniflare.ready;
  return { origin, stop: () => miniflare.dispose() };
}
