import type { ManagedUser } from "@latchkey/core/users";
import { fill } from "@latchkey/locales";
import { html, type Html } from "@latchkey/pages";
import { dayOf, typed } from "@latchkey/pages/blocks";
import { readListQuery } from "../people/list-query.ts";
import type { Desk, PanelPage } from "./desk.ts";
import { frameOf } from "./frame.ts";

/** The users: all of them, or those whom a search and filters find. */
export const usersPage: PanelPage = {
  path: "/users",
  async open(desk) {
    const { people, visit, say } = desk;
    const { users, cursor } = await people.list(readListQuery(visit.context.request.url));
    const messages = new Map([
      ["deleted", say.deleteDone],
      ["erased", say.eraseDone],
    ]);
    return {
      draw: () =>
        frameOf(desk, {
          title: say.users,
          place: "users",
          done: messages.get(visit.query("done")),
          body: html`${drawSearch(desk)}
            <section>
              ${
                users.length === 0
                  ? html`<p>${say.usersNone}</p>`
                  : html`<ul class="list">
                      ${users.map((user) => drawRow(desk, user))}
                    </ul>`
              }
              ${drawPaging(desk, cursor)}
            </section>
            <p><a class="button" href="${visit.link("/users/new")}">${say.createTitle}</a></p>`,
        }),
    };
  },
};

function drawSearch({ visit, say }: Desk): Html {
  const { link, query } = visit;
  const choice = (name: string, label: string, options: Readonly<Record<string, string>>) =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      <select id="${name}" name="${name}">
        ${Object.entries({ "": say.all, ...options }).map(
          ([value, text]) =>
            html`<option value="${value}" ${query(name) === value && html` selected`}>${text}</option>`,
        )}
      </select>
    </div>`;
  return html`<search>
    <form class="find" method="get" action="${link("/users")}">
      <div class="field what">
        <label for="search">${say.search}</label>
        <input
          id="search"
          name="search"
          type="search"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="320"
          value="${query("search")}"
          aria-describedby="search-hint"
        />
        <p class="hint" id="search-hint">${say.searchHint}</p>
      </div>
      ${choice("disabled", say.access, { false: say.enabled, true: say.disabled })}
      ${choice("emailVerified", say.address, { true: say.verified, false: say.unverified })}
      <button>${say.searchButton}</button>
    </form>
  </search>`;
}

function drawRow({ visit, say }: Desk, user: ManagedUser): Html {
  const { locale, link } = visit;
  const facts = [user.username, fill(say.created, { date: dayOf(locale, user.createdAt) })];
  return html`<li>
    <div>
      <p><a href="${link(`/users/${user.id}`)}">${typed(user.email)}</a> ${badgesOf(say, user)}</p>
      <p class="hint">${facts.filter((fact) => fact !== undefined).join(" · ")}</p>
    </div>
  </li>`;
}

/** What is special about a user. */
export function badgesOf(say: Desk["say"], { disabled, emailVerified }: ManagedUser): Html {
  return html`${!emailVerified && html`<span class="badge">${say.unverified}</span> `}${
    disabled && html`<span class="badge bad">${say.disabled}</span>`
  }`;
}

function drawPaging({ visit, say }: Desk, cursor: string | null): Html {
  const { link, query } = visit;
  const names = ["search", "disabled", "emailVerified", "limit"];
  const kept = Object.fromEntries(names.map((name) => [name, query(name) || null]));
  const isFirst = query("cursor") === "";
  if (isFirst && cursor === null) return html``;
  return html`<p class="row">
    ${!isFirst && html`<a class="button" href="${link("/users", kept)}">${say.firstPage}</a>`}
    ${cursor !== null && html`<a class="button" href="${link("/users", { ...kept, cursor })}">${say.nextPage}</a>`}
  </p>`;
}
