export type { CreationOptions, CredentialDescriptor, RequestOptions } from "./lib/ceremony/options.ts";
export type { PasskeyOptions } from "./lib/options.ts";
export {
  passkeys,
  type Answer,
  type ListedPasskeys,
  type NewPasskey,
  type Passkeys,
  type SignUpInput,
} from "./lib/passkeys.ts";
export { relatedOriginsHandler } from "./lib/related-origins.ts";
export { passkeyRoutes } from "./lib/routes/passkey-routes.ts";
