import {
  array,
  boolean,
  description,
  email,
  integer,
  literal,
  looseObject,
  minValue,
  nullable,
  number,
  optional,
  picklist,
  pipe,
  record,
  strictObject,
  string,
  unknown,
  uuid,
} from "valibot";
import { STATUS, type HttpErrorCode } from "../http-error.ts";
import { PASSKEY_ANSWERS } from "./passkey-schemas.ts";
import { timestamp } from "./timestamp.ts";
import { RecoveryCodes, recoveryCodes, SecondFactor, SecondFactorSetup } from "./second-factor-answers.ts";

// What answers look like. Each route lists the fields that it sends; a test holds the answers to these schemas.

const User = pipe(
  strictObject({
    id: pipe(string(), uuid()),
    email: pipe(string(), email(), description("In lower case, with an internationalised domain in punycode.")),
    username: pipe(optional(string()), description("In lower case. Only users with a user name have it.")),
    emailVerified: boolean(),
    createdAt: timestamp,
    updatedAt: timestamp,
    metadata: pipe(
      nullable(record(string(), unknown())),
      description("Written by the user: the server trusts nothing in it."),
    ),
  }),
  description("An account, as its owner sees it."),
);

const Session = pipe(
  strictObject({
    id: string(),
    current: pipe(boolean(), description("`true` for the session of this request.")),
    createdAt: timestamp,
    lastUsedAt: timestamp,
    expiresAt: timestamp,
    address: pipe(nullable(string()), description("IP address that opened it, where the server knows it.")),
    agent: pipe(nullable(string()), description("User agent that opened it, where the server knows it.")),
  }),
  description("A session of the user."),
);

const ApiKey = pipe(
  strictObject({
    id: pipe(string(), uuid()),
    name: string(),
    hint: pipe(string(), description("The first characters of the key, to recognise it by.")),
    scopes: array(string()),
    createdAt: timestamp,
    expiresAt: pipe(nullable(timestamp), description("`null`: the key does not expire.")),
    lastUsedAt: nullable(timestamp),
  }),
  description("An API key, without the key itself."),
);

const Identity = pipe(
  strictObject({
    provider: pipe(string(), description("As in the path `/oauth/{provider}`.")),
    subject: pipe(string(), description("How the provider names the account.")),
    email: pipe(nullable(string()), description("The address that the provider gave, if it gave one.")),
    createdAt: timestamp,
    lastUsedAt: timestamp,
  }),
  description("An account at a provider, with which the user signs in."),
);

const OfferedProvider = pipe(
  strictObject({ id: string(), name: pipe(string(), description("For a button: `Google`.")) }),
  description("A provider that people can sign in with."),
);

const signUp = pipe(boolean(), description("Whether one can sign up."));
const offered = pipe(optional(looseObject({})), description("Offered, with nothing to know about it."));

const Methods = pipe(
  strictObject({
    methods: looseObject({
      password: optional(looseObject({ signUp, minLength: number(), maxLength: number() })),
      username: optional(looseObject({ signUp })),
      passwordReset: offered,
      passwordChange: offered,
      emailVerification: offered,
      emailChange: offered,
      sessions: offered,
      ownAccount: offered,
      proof: offered,
      passkeys: offered,
      secondFactor: optional(strictObject({ required: boolean(), trustsDevices: boolean() })),
      mailSignIn: offered,
      oauth: optional(looseObject({ providers: array(OfferedProvider) })),
      identities: offered,
      apiKeys: optional(looseObject({ scopes: array(string()) })),
    }),
  }),
  description("What a server offers, by name."),
);

const PublicKey = pipe(
  strictObject({
    kty: picklist(["EC", "OKP"]),
    crv: picklist(["P-256", "Ed25519"]),
    x: string(),
    y: pipe(optional(string()), description("Only of EC keys.")),
    kid: pipe(string(), description("The name of the key in the header of a token.")),
    alg: picklist(["ES256", "EdDSA"]),
    use: literal("sig"),
  }),
  description("A public key (RFC 7517, RFC 8037)."),
);

const token = pipe(
  optional(string()),
  description("The session token: a credential. Only for clients that carry it themselves; others get a cookie."),
);
const tokenExpiresAt = pipe(optional(timestamp), description("When the token expires. Only beside `token`."));

const ErrorCode = pipe(
  picklist(Object.keys(STATUS) as HttpErrorCode[]),
  description("Says what went wrong. For programs: codes do not change."),
);

const ErrorAnswer = pipe(
  strictObject({
    error: pipe(string(), description("A sentence for people. It may change.")),
    code: ErrorCode,
    field: pipe(optional(string()), description("The input field at fault, with dots: `metadata.plan`.")),
    methods: pipe(
      optional(array(string())),
      description("Of `proof_required`: one of these must be the proof, as sessions name them. Not there: any."),
    ),
    ticket: pipe(
      optional(string()),
      description("For the next step, of a client that asked for tokens: it says who is about to sign in."),
    ),
  }),
  description("Why a request was refused."),
);

/** Every schema of an answer, under its name in the document. */
export const ANSWERS = {
  User,
  Session,
  ApiKey,
  Error: ErrorAnswer,
  ErrorCode,
  Methods,
  Success: strictObject({ success: literal(true) }),
  MailAsked: strictObject({
    success: literal(true),
    ticket: pipe(optional(string()), description("Only for a client that asked for tokens: keep it in memory alone.")),
  }),
  UserAnswer: strictObject({ user: User }),
  SignedIn: pipe(
    strictObject({ user: User, token, expiresAt: tokenExpiresAt }),
    description("A user with a session: in the cookie, or in `token` for a client that asked for it."),
  ),
  SignedInWithCodes: strictObject({ user: User, token, expiresAt: tokenExpiresAt, recoveryCodes }),
  SecondFactor,
  SecondFactorSetup,
  RecoveryCodes,
  Identity,
  IdentityAnswer: strictObject({ identity: Identity }),
  IdentityList: strictObject({
    identities: array(Identity),
    hasPassword: pipe(boolean(), description("Without one, the last identity stays.")),
  }),
  ...PASSKEY_ANSWERS,
  ProviderLocation: strictObject({ location: pipe(string(), description("Where the browser goes.")) }),
  Nonce: strictObject({ nonce: pipe(string(), description("For the provider's kit. Good once, for 10 minutes.")) }),
  RefreshedSession: strictObject({ user: User, token, expiresAt: timestamp }),
  SessionList: strictObject({ sessions: array(Session) }),
  EndedSessions: strictObject({
    ended: pipe(number(), integer(), minValue(0), description("How many sessions were ended.")),
  }),
  Proof: strictObject({
    provedAt: timestamp,
    methods: pipe(array(string()), description("By what the user has proved to be the one: `password`.")),
  }),
  ApiKeyList: strictObject({ apiKeys: array(ApiKey) }),
  CreatedApiKey: strictObject({
    apiKey: ApiKey,
    key: pipe(string(), description("The key itself: a credential. No other answer shows it.")),
  }),
  PublicKey,
  PublicKeySet: strictObject({ keys: array(PublicKey) }),
  ServiceToken: strictObject({
    token: pipe(string(), description("The token: a credential.")),
    tokenType: literal("Bearer"),
    expiresIn: pipe(number(), integer(), minValue(1), description("Seconds until it expires.")),
  }),
};

export type AnswerName = keyof typeof ANSWERS;
