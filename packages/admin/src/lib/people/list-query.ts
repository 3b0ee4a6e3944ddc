import type { UserListQuery } from "@latchkey/core/users";
import { HttpError } from "@latchkey/http";

/**
 * Which users an address asks for: `?search=ada&disabled=true&limit=50&cursor=…`.
 *
 * @throws HttpError `invalid_input`, with the field
 */
export function readListQuery(url: string): UserListQuery {
  const { searchParams } = new URL(url);
  const text = (name: string) => searchParams.get(name) || undefined;
  const mark = (name: string) => {
    const value = text(name);
    if (value !== undefined && value !== "true" && value !== "false")
      throw new HttpError("invalid_input", `${name} must be true or false`, name);
    return value === undefined ? undefined : value === "true";
  };
  const limit = text("limit") ?? "50";
  if (!/^\d{1,4}$/.test(limit)) throw new HttpError("invalid_input", "limit must be a whole number", "limit");
  return {
    search: text("search"),
    filter: { disabled: mark("disabled"), emailVerified: mark("emailVerified") },
    limit: Number(limit),
    cursor: text("cursor") ?? null,
  };
}
