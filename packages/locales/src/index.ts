export { chooseLocale, findLocale } from "./lib/choose-locale.ts";
export { deviceName } from "./lib/device-name.ts";
export { duration } from "./lib/duration.ts";
export { errorSentence } from "./lib/error-sentence.ts";
export { fill } from "./lib/fill.ts";
export type { Locale } from "./lib/locale.ts";
export { locales } from "./lib/locales.ts";
export type {
  AccountSentences,
  ErrorCode,
  ErrorSentences,
  FormSentences,
  MailSentences,
  PasskeySentences,
  SecondFactorSentences,
} from "./lib/sentences.ts";
