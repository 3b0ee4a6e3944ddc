export { accountsObject, type AccountsObject, type AccountsObjectOptions } from "./lib/accounts-object.ts";
export { durableObjectStorage, type DurableObjectStorageOptions } from "./lib/durable-object-storage.ts";
export type { ObjectSql, ObjectState, ObjectStorage } from "./lib/object-state.ts";
export { remoteStorage, type AccountsNamespace, type RemoteStorageOptions } from "./lib/remote-storage.ts";
