import type { Route } from "@latchkey/http";
import { findAdminSentences } from "@latchkey/locales/admin";
import { html, pageRoutes, pages, type PagesOptions, type Part } from "@latchkey/pages";
import { lookOf } from "@latchkey/pages/blocks";
import type { Admin } from "../admin.ts";
import { auditPage } from "./audit-page.ts";
import { guardedPage, type PanelPage } from "./desk.ts";
import { newUserPage } from "./new-user-page.ts";
import { proofPage } from "./proof-page.ts";
import { panelStylesheet } from "./stylesheet.ts";
import { userPage } from "./user-page.ts";
import { usersPage } from "./users-page.ts";

const startPage: PanelPage = { path: "/", open: async ({ visit }) => ({ redirectTo: visit.link("/users") }) };

/** The account of an administrator leads to the panel. */
const account: Part = {
  sections: [
    {
      id: "panel",
      title: ({ locale }) => findAdminSentences(locale.code).panelTitle,
      async open({ locale, link }) {
        const say = findAdminSentences(locale.code);
        return {
          draw: () =>
            html`<p>${say.panelText}</p>
              <p><a class="button" href="${link("/users")}">${say.panelLink}</a></p>`,
        };
      },
      actions: {},
      messages: {},
    },
  ],
};

/**
 * The pages of the panel, for `routes` of a handler over the administrators. They need `adminRoutes` beside them, for
 * the download of a person's data. Administrators sign in, prove to be the ones, and manage their own account on
 * `pages` of the same handler, which are part of the list. Nothing in them needs JavaScript.
 *
 * @param admin made by `admin(auth, …)`
 * @param options as `pages` takes them, for the pages of the administrators: a name, a theme, companions
 * @throws TypeError an option is unknown or of the wrong kind
 * @example
 * ```ts
 * import { admin, adminRoutes, panelRoutes } from "@latchkey/admin";
 * import { createAuth } from "@latchkey/core";
 * import { createHandler } from "@latchkey/http";
 *
 * const administrators = createAuth({ storage, secret, pool: "admins", signUps: false, keepsLastUser: true });
 * const panel = admin(auth, { administrators });
 * const routes = [...adminRoutes(panel), ...panelRoutes(panel, { name: "Shop" })];
 * const handler = createHandler(administrators, { basePath: "/admin", cookie: { name: "latchkey_admin" }, routes });
 * // GET /admin/users
 * ```
 */
export function panelRoutes(admin: Admin, options: PagesOptions = {}): readonly Route[] {
  const { name, theme, parts = [] } = options;
  const own = pages(admin.administrators, { ...options, parts: [account, ...parts] });
  const panel = [startPage, usersPage, newUserPage, userPage, ...(admin.audit ? [auditPage] : []), proofPage];
  const site = { ...own.site, look: lookOf({ name, theme, css: panelStylesheet }) };
  return pageRoutes({ site, list: [...own.list, ...panel.map((page) => guardedPage(admin, page))] });
}
