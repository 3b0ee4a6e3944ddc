import { library } from "../../tsup.base.ts";
import { trimWebAuthn } from "./trim.ts";

// The few functions of valibot that are used go into the bundle, as in @latchkey/http, and so does what is reached of
// @simplewebauthn/server: the rest of it parses certificates, with ten packages.
export default library({
  noExternal: ["valibot", /^@simplewebauthn\/server/, "@levischuck/tiny-cbor", "@hexagon/base64"],
  esbuildPlugins: [trimWebAuthn],
});
