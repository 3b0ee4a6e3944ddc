import type { JsonReply, Route, RouteContext } from "@latchkey/http";
import type { Admin } from "../admin.ts";
import { describe } from "./descriptions.ts";
import { requireAdministrator, requireProof, type Administrator } from "../guard/administrator.ts";

/** One request of an administrator's program. */
export interface Call extends Administrator {
  readonly admin: Admin;
  readonly context: RouteContext;
  /** The id of the user in the path. Empty: there is none. */
  readonly id: string;
}

/** A route, without its guard. */
export interface Definition extends Pick<Route, "method" | "path"> {
  /** Whether it needs a recent proof. */
  readonly hurts: boolean;
  answer(call: Call): Promise<object>;
}

/** The route of a definition: whoever is no administrator is refused before anything is read. */
export function guarded(admin: Admin, { method, path, hurts, answer }: Definition): Route {
  return {
    method,
    path: `/api${path}`,
    description: describe({ method, path, hurts }),
    async handle(context): Promise<JsonReply> {
      const administrator = await requireAdministrator(admin, context);
      if (hurts) requireProof(admin, administrator);
      return { body: await answer({ ...administrator, admin, context, id: context.params.id ?? "" }) };
    },
  };
}
