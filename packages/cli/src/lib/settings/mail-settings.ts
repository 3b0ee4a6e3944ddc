import { anyText, matching, onOff, seconds, text } from "./kinds.ts";
import { optional, setting } from "./setting.ts";

const DAY = 86_400;
const key = { secret: true } as const;

/** How mails are sent. */
export const mailSettings = {
  AUTH_MAIL_FROM: optional(text(320), "who sends mails", {
    example: "Shop <no-reply@shop.example>",
    option: "mailer.from",
  }),
  AUTH_SMTP_URL: optional(anyText, "sends mails by SMTP: smtp://user:password@host:587 (STARTTLS) or smtps://…", {
    ...key,
    option: "mailer.transport",
  }),
  AUTH_RESEND_KEY: optional(text(), "sends mails by Resend: an API key", { ...key, option: "mailer.transport" }),
  AUTH_POSTMARK_TOKEN: optional(text(), "sends mails by Postmark: the token of a server", {
    ...key,
    option: "mailer.transport",
  }),
  AUTH_POSTMARK_STREAM: setting(text(), "message stream of Postmark", {
    default: "outbound",
    option: "mailer.transport",
  }),
  AUTH_SES_REGION: optional(
    matching("region", /^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be a region of AWS"),
    "sends mails by Amazon SES; needs AUTH_SES_ACCESS_KEY_ID and AUTH_SES_SECRET_ACCESS_KEY",
    { example: "eu-central-1", option: "mailer.transport" },
  ),
  AUTH_SES_ACCESS_KEY_ID: optional(text(), "id of an access key that may ses:SendEmail", {
    option: "mailer.transport",
  }),
  AUTH_SES_SECRET_ACCESS_KEY: optional(text(), "its secret", { ...key, option: "mailer.transport" }),
  AUTH_MAIL_SIGN_IN: optional(onOff, "people can sign in by the link or the code of a mail", {
    defaultText: "on, where mails are sent",
  }),
  AUTH_MAIL_INTERVAL: setting(seconds(1, DAY), "time between the first two mails of a kind to one address", {
    default: 60,
    option: "passwordReset.interval emailVerification.interval emailChange.interval mailSignIn.interval",
  }),
  AUTH_RESET_LIFETIME: setting(seconds(60, DAY), "time that a link for a new password works", {
    default: 3600,
    option: "passwordReset.lifetime",
  }),
  AUTH_VERIFICATION_LIFETIME: setting(seconds(60, 30 * DAY), "time that a link to confirm an address works", {
    default: DAY,
    option: "emailVerification.lifetime",
  }),
  AUTH_CHANGE_LIFETIME: setting(seconds(60, DAY), "time that a link for a new address works", {
    default: 3600,
    option: "emailChange.lifetime",
  }),
};
