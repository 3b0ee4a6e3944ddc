import {
  array,
  boolean,
  description,
  integer,
  isoTimestamp,
  length,
  minValue,
  nullable,
  number,
  optional,
  pipe,
  strictObject,
  string,
} from "valibot";

export const recoveryCodes = pipe(
  array(string()),
  length(10),
  description("Credentials: each works once, instead of a code. No other answer shows them."),
);

export const SecondFactor = pipe(
  strictObject({
    enabled: boolean(),
    createdAt: pipe(nullable(pipe(string(), isoTimestamp())), description("When it was turned on. `null`: it is off.")),
    recoveryCodes: pipe(number(), integer(), minValue(0), description("How many recovery codes are left.")),
    required: pipe(boolean(), description("Whether this user must have one.")),
  }),
  description("The second factor of a user."),
);

export const SecondFactorSetup = pipe(
  strictObject({
    secret: pipe(string(), description("In Base32, for people who type it: a credential.")),
    uri: pipe(string(), description("`otpauth://totp/…`, for apps on the same device.")),
    qr: pipe(string(), description("The link as a QR code: an SVG document.")),
    ticket: pipe(optional(string()), description("For the confirmation. Only for clients that asked for tokens.")),
  }),
  description("What an app for codes needs."),
);

export const RecoveryCodes = strictObject({ recoveryCodes });
