import { ADMIN_PATH, ADMIN_POOL } from "../admin-pool.ts";
import { type Config, pathBelow } from "../config.ts";
import { MAIN_POOL } from "./auth-options.ts";

/** The path above the pages of a user pool: `"/auth"`, `"/auth/staff"`, `"/admin"`. */
export function pathOfPool(config: Pick<Config, "basePath">, pool: string): string {
  if (pool === MAIN_POOL) return config.basePath;
  return pool === ADMIN_POOL ? ADMIN_PATH : pathBelow(config, `/${pool}`);
}
