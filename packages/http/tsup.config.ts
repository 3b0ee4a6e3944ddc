import { library } from "../../tsup.base.ts";

// The few functions of valibot that are used are copied in: loading all of it would cost more than loading core and http.
// It stays a dependency for the types of a route's schema.
export default library({ noExternal: ["valibot"] });
