import { library } from "../../tsup.base.ts";

// The few functions of valibot that are used go into the bundle: loading all of valibot would take longer than loading
// core and http. It stays a dependency for the types of a route's schema.
export default library({ noExternal: ["valibot"] });
