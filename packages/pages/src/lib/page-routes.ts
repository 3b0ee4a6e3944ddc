import type { HtmlReply, PublicError, RedirectReply, Route, RouteContext } from "@latchkey/http";
import { documentOf } from "./html/document.ts";
import { errorContent } from "./request/error-content.ts";
import type { Pages } from "./pages.ts";
import { readForm, type Form } from "./request/form.ts";
import type { Page, Screen } from "./request/page.ts";
import { settingOf } from "./request/setting.ts";
import { stepPath } from "./request/step.ts";
import { visitOf } from "./request/visit.ts";
import type { Site } from "./site.ts";

/** What a page answers when its form is refused, as far as it was prepared. */
type Refusals = WeakMap<Request, (error: PublicError) => HtmlReply | RedirectReply>;

/**
 * The routes of the pages, for `routes` of `createHandler`. The handler needs the carrier `"cookie"`, which it has by
 * default.
 *
 * @param pages made by `pages(auth, …)`
 * @example
 * ```ts
 * import { createHandler, sessionRoutes } from "@latchkey/http";
 * import { pageRoutes, pages } from "@latchkey/pages";
 *
 * const handler = createHandler(auth, { routes: pageRoutes(pages(auth, { name: "Shop" })) });
 * // GET /auth/sign-in is the page, POST /auth/sign-in takes its form.
 * ```
 */
export function pageRoutes({ site, list }: Pages): readonly Route[] {
  const paths = new Set(list.map(({ path }) => path));
  return list.flatMap((page) => routesOf({ site, page, paths }));
}

interface Mounted {
  readonly site: Site;
  readonly page: Page;
  /** The paths of all pages. */
  readonly paths: ReadonlySet<string>;
}

function routesOf({ site, page, paths }: Mounted): readonly Route[] {
  const { path, submit } = page;
  const refusals: Refusals = new WeakMap();
  const errorPage: NonNullable<Route["errorPage"]> = (error, request) => {
    const refused = refusals.get(request);
    if (refused) return refused(error);
    const setting = settingOf(request, path, site.locales);
    return documentOf(site.look, setting.locale, errorContent(setting, error, { request, path }));
  };
  const show = (context: RouteContext, screen: Screen | RedirectReply): HtmlReply | RedirectReply => {
    if ("redirectTo" in screen) return screen;
    const { locale } = settingOf(context.request, path, site.locales);
    return { ...documentOf(site.look, locale, screen.draw(null)), setCookie: screen.setCookie };
  };

  const get: Route = {
    method: "GET",
    path,
    errorPage,
    handle: async (context) => show(context, await page.open(visitOf(context, path, { site }))),
  };
  if (!submit) return [get];
  const post: Route = {
    method: "POST",
    path,
    errorPage,
    async handle(context) {
      const form = await readForm(context);
      const visit = visitOf(context, path, { site, form });
      try {
        return show(context, await submit(visit, form));
      } catch (error) {
        await prepareRefusal(refusals, { site, page, paths, context, form, error });
        throw error;
      }
    },
  };
  return [get, post];
}

interface Refused extends Mounted {
  readonly context: RouteContext;
  readonly form: Form;
  readonly error: unknown;
}

/**
 * Opens the page again, for a form that was refused. The handler decides what of the error may be seen, and the status.
 * If storage does not answer, it is not asked again: the answer is the page of that error.
 */
async function prepareRefusal(refusals: Refusals, { site, page, paths, context, form, error }: Refused): Promise<void> {
  const { code = "" } = Object(error) as { readonly code?: string };
  if (code === "storage_unavailable") return;
  const visit = visitOf(context, page.path, { site, form });
  const step = stepPath(code);
  if (step !== undefined && paths.has(step)) {
    const [waiting, provider] = [visit.query("error") || null, visit.query("provider") || null];
    refusals.set(context.request, () => ({
      redirectTo: visit.link(step, { next: visit.next, error: waiting, provider }),
    }));
    return;
  }
  const screen = await page.open(visit).catch(() => null);
  if (!screen) return;
  refusals.set(context.request, (seen) =>
    "redirectTo" in screen
      ? screen
      : { ...documentOf(site.look, visit.locale, screen.draw({ form, error: seen })), setCookie: screen.setCookie },
  );
}
