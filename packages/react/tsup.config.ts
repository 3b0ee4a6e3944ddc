import { library } from "../../tsup.base.ts";

/**
 * A file for each source file, since a bundle loses the `"use client"` of the files in it: what has the directive runs
 * in the browser and on the server, and what has none can also be used in server components.
 */
export default library({
  entry: ["src/**/*.{ts,tsx}"],
  treeshake: false,
  splitting: false,
  esbuildPlugins: [
    {
      name: "file by file",
      setup({ onResolve }) {
        onResolve({ filter: /^\.{1,2}\// }, ({ path, kind }) =>
          kind === "entry-point" ? undefined : { path: path.replace(/\.tsx?$/, ".js"), external: true },
        );
      },
    },
  ],
});
