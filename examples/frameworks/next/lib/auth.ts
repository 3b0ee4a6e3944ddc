import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth, type AuthEvent } from "@latchkey/core";
import { emailVerification, type EmailVerification } from "@latchkey/core/email-verification";
import { passwordReset } from "@latchkey/core/password-reset";
import { createAuthenticator, createHandler, emailVerificationRoutes, passwordResetRoutes } from "@latchkey/http";
import { mailer } from "@latchkey/mail";
import { smtp } from "@latchkey/mail/smtp";

const { AUTH_SECRET, DATABASE_FILE = "auth.db", TRUSTED_ORIGINS, NODE_ENV } = process.env;
/** Where people find the app. */
const { ORIGIN = "http://localhost:3000" } = process.env;
const { MAIL_FROM = "My app <no-reply@localhost>", SMTP_URL = "smtp://localhost" } = process.env;

const mail = mailer({
  from: MAIL_FROM,
  origin: ORIGIN,
  transport:
    NODE_ENV === "production"
      ? smtp(SMTP_URL)
      : { send: async ({ to, subject, text }) => console.log(`Mail to ${to}: ${subject}\n\n${text}`) },
});

export const auth = createAuth({
  storage: sqliteStorage(DATABASE_FILE),
  secret: AUTH_SECRET,
  hooks: {
    after: ({ type, userId, client }: AuthEvent) => type === "user.created" && verification.sendTo(userId, client),
  },
});
const verification: EmailVerification = emailVerification(auth, mail.emailVerification);
const reset = passwordReset(auth, mail.passwordReset);

// Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
const options = { trustedOrigins: TRUSTED_ORIGINS?.split(",") };

export const accounts = createHandler(auth, {
  ...options,
  routes: [...emailVerificationRoutes(verification), ...passwordResetRoutes(reset)],
});
export const authenticate = createAuthenticator(auth, options);
