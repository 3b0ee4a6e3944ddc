export type { NewUser } from "./lib/users/create.ts";
export type { UserQuery } from "./lib/users/find.ts";
export type { UserPage } from "./lib/users/list.ts";
export type { ManagedSession } from "./lib/users/sessions.ts";
export type { ManagedUser } from "./lib/users/managed-user.ts";
export type { UserUpdate } from "./lib/users/update.ts";
export { users, type Users } from "./lib/users/users.ts";
