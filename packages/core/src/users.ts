export type { NewUser } from "./lib/users/create.ts";
export type { UserQuery } from "./lib/users/find.ts";
export type { ExportedMail, ExportedSession, PersonalData } from "./lib/users/export.ts";
export type { UserListQuery, UserPage } from "./lib/users/list.ts";
export type { UserFilter } from "./lib/users/search.ts";
export type { ManagedSession } from "./lib/users/sessions.ts";
export type { ManagedUser } from "./lib/users/managed-user.ts";
export type { UserUpdate } from "./lib/users/update.ts";
export { users, type Users } from "./lib/users/users.ts";
