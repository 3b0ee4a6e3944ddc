import type { Client, LatchkeyError, Methods } from "@latchkey/client";

/** What a server offers, as far as the page knows. */
export interface MethodsState {
  /** `null`: no answer yet. */
  readonly methods: Methods | null;
  /** Why there is none. `null`: none has failed. */
  readonly error: LatchkeyError | null;
}

export interface MethodsStore {
  get(): MethodsState;
  /** The first subscriber makes the client ask. */
  subscribe(run: () => void): () => void;
  /** Asks again after a failure. */
  retry(): void;
}

const UNKNOWN: MethodsState = { methods: null, error: null };
const stores = new WeakMap<Client<unknown>, MethodsStore>();

/** The store of a client: one for all components, so that one that comes later knows at once. */
export function methodsStore(client: Client<unknown>): MethodsStore {
  let store = stores.get(client);
  if (!store) stores.set(client, (store = openStore(client)));
  return store;
}

function openStore(client: Client<unknown>): MethodsStore {
  let state = UNKNOWN;
  let isAsking = false;
  const readers = new Set<() => void>();

  const put = (next: MethodsState): void => {
    state = next;
    for (const read of readers) read();
  };
  const ask = (): void => {
    if (isAsking || state.methods) return;
    isAsking = true;
    if (state.error) put(UNKNOWN);
    client
      .methods()
      .then(
        (methods) => put({ methods, error: null }),
        (error) => put({ methods: null, error }),
      )
      .finally(() => (isAsking = false));
  };
  return {
    get: () => state,
    subscribe(run) {
      readers.add(run);
      ask();
      return () => readers.delete(run);
    },
    retry: ask,
  };
}
