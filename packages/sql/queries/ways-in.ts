import { sql, type Expression, type RawBuilder } from "kysely";
import type { StoredId } from "../src/lib/values/stored.ts";
import type { QueryContext } from "./statement.ts";
import { table } from "./tables.ts";

/** Which one is about to be taken from a user. */
interface WayIn {
  readonly userId: Expression<StoredId>;
  readonly identity?: { readonly provider: Expression<string>; readonly subject: Expression<string> };
  readonly passkey?: Expression<string>;
}

/** Whether the user has a password (what is stored for none begins with `!`), another identity or another passkey. */
export function hasOtherWayIn({ db }: QueryContext, { userId, identity, passkey }: WayIn): RawBuilder<boolean> {
  const password = db
    .selectFrom(`${table("users")} as u`)
    .select("u.id")
    .where("u.id", "=", userId)
    .where(sql<boolean>`u.password_hash not like '!%'`);
  const identities = db
    .selectFrom(`${table("identities")} as i`)
    .select("i.subject")
    .where("i.user_id", "=", userId)
    .$if(identity !== undefined, (query) =>
      query.where((or) =>
        or.or([or("i.provider", "<>", identity!.provider), or("i.subject", "<>", identity!.subject)]),
      ),
    );
  const passkeys = db
    .selectFrom(`${table("passkeys")} as p`)
    .select("p.id")
    .where("p.user_id", "=", userId)
    .$if(passkey !== undefined, (query) => query.where("p.id", "<>", passkey!));
  return sql<boolean>`(exists ${password} or exists ${identities} or exists ${passkeys})`;
}
