export { html, type Html, type HtmlValue } from "./lib/html/html.ts";
export type { Content } from "./lib/html/document.ts";
export type { Theme } from "./lib/look/theme.ts";
export type { OwnPasskey, PagePasskeys } from "./lib/passkeys.ts";
export type { FactorCode, FactorSetup, FactorState, PageSecondFactor } from "./lib/second-factor.ts";
export type { Script } from "./lib/html/script.ts";
export type { PagesOptions } from "./lib/options.ts";
export { pages, type Pages } from "./lib/pages.ts";
export { pageRoutes } from "./lib/page-routes.ts";
export type { Part } from "./lib/parts/part.ts";
export type {
  AccountVisit,
  Action,
  Done,
  GoesOn,
  Outcome,
  Section,
  SectionScreen,
  ShownOnce,
} from "./lib/account/section.ts";
export type { Form } from "./lib/request/form.ts";
export type { Attempt, Page, Screen } from "./lib/request/page.ts";
export type { Visitor } from "./lib/request/session.ts";
export type { Setting } from "./lib/request/setting.ts";
export type { Social, SocialProvider, WayToProvider } from "./lib/social.ts";
export type { Visit } from "./lib/request/visit.ts";
