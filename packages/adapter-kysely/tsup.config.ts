import { library } from "../../tsup.base.ts";

// kysely is copied in, so that an application installs nothing for it and its own kysely is another. Half of its
// files are comments: they go, and the names stay, for stack traces.
export default library({
  noExternal: ["kysely"],
  esbuildOptions: (options) => {
    options.minifyWhitespace = true;
    options.minifySyntax = true;
  },
});
