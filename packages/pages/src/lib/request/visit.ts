import { readReturnPath, type RouteContext } from "@latchkey/http";
import type { Form } from "./form.ts";
import { settingOf, type Setting } from "./setting.ts";
import type { Site } from "../site.ts";

/** One request to a page. */
export interface Visit extends Setting {
  /** The request, with its client, its tokens and the session cookie. */
  readonly context: RouteContext;
  /** The path on this origin that the visitor came from, to return to after signing in. Forms carry it on as `next`. */
  readonly next: string | null;
  /** Whether a form was sent. Then a page shows it again, even to somebody who would be sent elsewhere. */
  readonly isSubmitted: boolean;
  /** The value of a name in the query of the address, or an empty text. */
  query(name: string): string;
  /**
   * Where somebody goes who has just signed in: to `next`, else to `after` of the application, else to the account.
   *
   * @param done the message that the account shows
   */
  arrival(done?: string): string;
}

/** @param form what was sent, if it is a form */
export function visitOf(context: RouteContext, path: string, { site, form }: { site: Site; form?: Form }): Visit {
  const { searchParams } = new URL(context.request.url);
  const query = (name: string) => searchParams.get(name) ?? "";
  const setting = settingOf(context.request, path, site.locales);
  const next = readReturnPath(form ? form.text("next") : query("next"));
  return {
    ...setting,
    context,
    next,
    isSubmitted: form !== undefined,
    query,
    arrival(done) {
      const account = setting.link("/account");
      const target = next ?? site.after ?? account;
      return target === account ? setting.link("/account", { done }) : target;
    },
  };
}
