import {
  array,
  boolean,
  description,
  literal,
  nullable,
  number,
  picklist,
  pipe,
  strictObject,
  string,
  uuid,
} from "valibot";
import { timestamp } from "./timestamp.ts";

const transports = pipe(
  array(string()),
  description("How a browser reaches it (WebAuthn §5.8.4): `internal`, `hybrid`, `usb`, `nfc`, `ble`."),
);

const Passkey = pipe(
  strictObject({
    id: pipe(string(), description("The credential id, in base64url.")),
    name: string(),
    createdAt: timestamp,
    lastUsedAt: pipe(nullable(timestamp), description("`null`: never.")),
    backedUp: pipe(boolean(), description("Whether it follows its owner to other devices.")),
    transports,
    aaguid: pipe(string(), uuid(), description("The model of the authenticator, as it says itself.")),
  }),
  description("A passkey of the user."),
);

const challenge = pipe(string(), description("In base64url. Good once, for 5 minutes."));
const Descriptor = strictObject({ id: string(), type: literal("public-key"), transports });

const CreationOptions = pipe(
  strictObject({
    rp: strictObject({ id: string(), name: string() }),
    user: strictObject({ id: string(), name: string(), displayName: string() }),
    challenge,
    pubKeyCredParams: array(strictObject({ type: literal("public-key"), alg: picklist([-8, -7, -257]) })),
    timeout: number(),
    excludeCredentials: array(Descriptor),
    authenticatorSelection: strictObject({
      residentKey: literal("required"),
      requireResidentKey: literal(true),
      userVerification: literal("required"),
    }),
    attestation: literal("none"),
  }),
  description("For `PublicKeyCredential.parseCreationOptionsFromJSON` (WebAuthn §5.1.9)."),
);

const RequestOptions = pipe(
  strictObject({
    rpId: string(),
    challenge,
    timeout: number(),
    allowCredentials: array(Descriptor),
    userVerification: literal("required"),
  }),
  description("For `PublicKeyCredential.parseRequestOptionsFromJSON` (WebAuthn §5.1.10)."),
);

/** What the routes of `@latchkey/passkeys` answer, under its name in the document. */
export const PASSKEY_ANSWERS = {
  Passkey,
  PasskeyAnswer: strictObject({ passkey: Passkey }),
  PasskeyList: strictObject({
    passkeys: array(Passkey),
    signal: pipe(
      strictObject({
        rpId: string(),
        userId: string(),
        allAcceptedCredentialIds: array(string()),
        name: string(),
        displayName: string(),
      }),
      description("For `PublicKeyCredential.signalAllAcceptedCredentials` and `signalCurrentUserDetails`."),
    ),
  }),
  PasskeyCreation: strictObject({ options: CreationOptions }),
  PasskeyRequest: strictObject({ options: RequestOptions }),
};
