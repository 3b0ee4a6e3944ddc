import type { AdapterFactory, AdapterPayload } from "oidc-provider";

/** Keeps the sessions and codes of the demo provider until it ends. */
export function memoryAdapter(): AdapterFactory {
  const rows = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string) => `${model} ${id}`;
    const find = (matches: (row: AdapterPayload) => boolean) =>
      [...rows].find(([name, row]) => name.startsWith(`${model} `) && matches(row))?.[1];
    return {
      upsert: async (id, payload) => void rows.set(key(id), payload),
      find: async (id) => rows.get(key(id)),
      findByUid: async (uid) => find((row) => row.uid === uid),
      findByUserCode: async () => undefined,
      destroy: async (id) => void rows.delete(key(id)),
      async consume(id) {
        const row = rows.get(key(id));
        if (row) row.consumed = Math.floor(Date.now() / 1000);
      },
      async revokeByGrantId(grantId) {
        for (const [name, row] of rows) if (row.grantId === grantId) rows.delete(name);
      },
    };
  };
}
