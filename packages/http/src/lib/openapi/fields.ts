/** JSON Schema keywords that describe one field of a request body. The server alone decides what it takes. */
type FieldSchema = Readonly<Record<string, unknown>>;

/** What the fields of request bodies mean, for all routes. */
export const FIELDS: Readonly<Record<string, FieldSchema>> = {
  email: { description: "An e-mail address. Case does not matter.", examples: ["ada@example.com"] },
  username: { description: "3 to 32 letters, digits, `.`, `_` or `-`. Case does not matter.", examples: ["ada"] },
  password: { description: "The password.", format: "password" },
  currentPassword: {
    description: "The user's current password. A session that was proved in the last 5 minutes needs none.",
    format: "password",
  },
  newPassword: { description: "The new password.", format: "password" },
  token: { description: "The token of the mail.", format: "password" },
  metadata: { description: "A JSON object of at most 16 KiB, or `null`.", type: ["object", "null"] },
  idToken: { description: "The ID token that the provider gave to the app.", format: "password" },
  nonce: { description: "The nonce of `POST /oauth/{provider}/nonce`, as it came." },
  ticket: { description: "The `ticket` of `link_required`. Default: the one of the cookie.", format: "password" },
  response: { description: "What the browser answered: the JSON of `credential.toJSON()`." },
  code: { description: "The 6 digits that the app shows. Spaces do not count.", examples: ["123456"] },
  recoveryCode: { description: "One of the recovery codes, instead of `code`.", format: "password" },
  trustDevice: { description: "Whether this browser is trusted for 30 days, where the server allows it." },
  endOtherSessions: { description: "Whether all other sessions of the user end. Default: they go on." },
  purpose: { description: "`link`: to link the account there. `prove`: to renew the proof of the session by it." },
  next: { description: "A path of the origin, to go to afterwards." },
  provider: { description: "The id of the provider." },
  subject: { description: "How the provider names the account." },
  scopes: { description: "What the key may do, of what the server offers. Default: nothing." },
  expiresIn: { description: "Seconds from 60 to 315 360 000. Default: the key does not expire." },
};
