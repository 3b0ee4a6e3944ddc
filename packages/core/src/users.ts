export type { NewUser } from "./lib/users/create-user.ts";
export type { UserQuery } from "./lib/users/find-user.ts";
export type { UserPage } from "./lib/users/list-users.ts";
export type { ManagedSession } from "./lib/users/managed-sessions.ts";
export type { ManagedUser } from "./lib/users/managed-user.ts";
export type { UserUpdate } from "./lib/users/update-user.ts";
export { users, type Users } from "./lib/users/users.ts";
