import { library } from "../../tsup.base.ts";

// The few functions of valibot that are used go into the bundle, as in @latchkey/http.
export default library({ noExternal: ["valibot"] });
