import { html } from "@latchkey/pages";
import { readListQuery } from "../people/list-query.ts";
import type { PanelPage } from "./desk.ts";
import { frameOf } from "./frame.ts";
import { auditPart } from "./parts/audit.ts";
import { readAudit } from "./read-audit.ts";

/** What has happened in the pool. */
export const auditPage: PanelPage = {
  path: "/audit",
  async open(desk) {
    const { admin, visit, say } = desk;
    const { limit, cursor: after } = readListQuery(visit.context.request.url);
    const page = await readAudit(admin, admin.audit!, { limit, cursor: after });
    const { cursor } = page;
    const next =
      cursor !== null && html`<a class="button" href="${visit.link("/audit", { cursor })}">${say.nextPage}</a>`;
    const first = after !== null && html`<a class="button" href="${visit.link("/audit")}">${say.firstPage}</a>`;
    return {
      draw: () =>
        frameOf(desk, {
          title: say.auditTitle,
          place: "audit",
          body: html`${auditPart(desk, page)}
            <p class="row">${first} ${next}</p>`,
        }),
    };
  },
};
