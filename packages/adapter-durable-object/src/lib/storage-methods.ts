import type { Storage } from "@latchkey/core";

/** A method of a storage by its name, like `"users.insert"`, and its arguments. It is what a Worker sends. */
export type StorageCall = readonly [method: string, ...args: readonly unknown[]];

/** The parts of a storage whose methods a Worker calls in the object. */
export type StoreName =
  | "users"
  | "sessions"
  | "identities"
  | "passkeys"
  | "factors"
  | "tokens"
  | "counters"
  | "apiKeys";

/** Every method of each store. TypeScript refuses a list that lacks one. */
export const storeMethods: { readonly [Store in StoreName]: { readonly [Method in keyof Storage[Store]]: true } } = {
  users: {
    insert: true,
    insertFirst: true,
    find: true,
    findByEmail: true,
    findByUsername: true,
    list: true,
    search: true,
    records: true,
    rehashPassword: true,
    setPassword: true,
    changeEmail: true,
    update: true,
    setDisabled: true,
    disableUnlessLast: true,
    endSessions: true,
    delete: true,
    deleteUnlessLast: true,
  },
  sessions: {
    insert: true,
    find: true,
    list: true,
    extend: true,
    prove: true,
    touch: true,
    delete: true,
    deleteOthers: true,
  },
  identities: { use: true, insertUser: true, link: true, list: true, unlink: true },
  passkeys: { insertUser: true, insert: true, find: true, use: true, list: true, rename: true, delete: true },
  factors: {
    find: true,
    insert: true,
    use: true,
    replaceCodes: true,
    forgetDevices: true,
    reseal: true,
    delete: true,
  },
  tokens: { put: true, take: true },
  counters: { add: true, extend: true, reset: true },
  apiKeys: { insert: true, find: true, list: true, touch: true, delete: true, deleteAll: true },
};
