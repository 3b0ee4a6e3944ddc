import { findAdminSentences, type AdminSentences } from "@latchkey/locales/admin";
import type { RedirectReply } from "@latchkey/http";
import type { Page, Screen, Visit } from "@latchkey/pages";
import type { Admin } from "../admin.ts";
import { isProved, requireAdministrator, type Administrator } from "../guard/administrator.ts";

/** An administrator who looks at a page of the panel. */
export interface Desk extends Administrator {
  readonly admin: Admin;
  readonly visit: Visit;
  /** The sentences of the panel in the language of the visit. */
  readonly say: AdminSentences;
  /** Whether the session was proved a moment ago: only then are there forms for what hurts. */
  readonly isProved: boolean;
  /** The id of the user in the path. Empty: there is none. */
  readonly id: string;
}

/** A page of the panel, without its guard. */
export interface PanelPage {
  readonly path: string;
  open(desk: Desk): Promise<Screen | RedirectReply>;
  readonly submit?:
    | ((desk: Desk, form: Parameters<NonNullable<Page["submit"]>>[1]) => ReturnType<NonNullable<Page["submit"]>>)
    | undefined;
}

/** The page behind its guard: whoever is not signed in goes to sign in first, and comes back. */
export function guardedPage(admin: Admin, page: PanelPage): Page {
  const { submit } = page;
  return {
    path: page.path,
    open: async (visit) => withDesk(admin, visit, (desk) => page.open(desk)),
    submit: submit && (async (visit, form) => withDesk(admin, visit, (desk) => submit(desk, form))),
  };
}

async function withDesk<T>(admin: Admin, visit: Visit, work: (desk: Desk) => Promise<T>): Promise<T | RedirectReply> {
  const administrator = await requireAdministrator(admin, visit.context).catch((error: unknown) => {
    if ((error as { code?: unknown } | null)?.code !== "unauthenticated") throw error;
    return null;
  });
  if (!administrator) return { redirectTo: visit.link("/sign-in", { next: hereOf(visit) }) };
  return work({
    ...administrator,
    admin,
    visit,
    say: findAdminSentences(visit.locale.code),
    isProved: isProved(admin, administrator.authenticated),
    id: visit.context.params.id ?? "",
  });
}

/** The address of the page, to come back to. */
export function hereOf({ context }: Visit): string {
  const { pathname, search } = new URL(context.request.url);
  return pathname + (context.request.method === "GET" ? search : "");
}

/** Where an administrator proves to be the one, and comes back from. */
export function toProof({ visit }: Desk, next: string = hereOf(visit)): string {
  return visit.link("/proof", { next });
}
