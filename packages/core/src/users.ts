export type { NewUser } from "./lib/create-user.ts";
export type { UserQuery } from "./lib/find-user.ts";
export type { UserPage } from "./lib/list-users.ts";
export type { ManagedSession } from "./lib/managed-sessions.ts";
export type { ManagedUser } from "./lib/managed-user.ts";
export type { UserUpdate } from "./lib/update-user.ts";
export { users, type Users } from "./lib/users.ts";
