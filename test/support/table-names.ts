import { tables } from "../../packages/sql/queries/tables.ts";

/** Every table, without its prefix. */
export const TABLE_NAMES: readonly string[] = [...Object.keys(tables), "migrations"];
