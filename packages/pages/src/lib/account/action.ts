import type { Setting } from "../request/setting.ts";

/** The page that the forms of sections are sent to. */
export const ACCOUNT_PATH = "/account";

/** The path that the forms of sections are sent to, with the fields that say what they do. */
export function actionOf({ link }: Pick<Setting, "link">, action: string) {
  return { action: link(ACCOUNT_PATH), hidden: { action } };
}
