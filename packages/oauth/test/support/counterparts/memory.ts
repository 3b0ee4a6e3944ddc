import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

/** Where one provider keeps its codes and sessions. Another provider knows nothing of them. */
export function memory(): AdapterFactory {
  const rows = new Map<string, AdapterPayload>();
  return (model) => adapter(model, rows);
}

function adapter(model: string, rows: Map<string, AdapterPayload>): Adapter {
  const key = (id: string) => `${model} ${id}`;
  const first = (matches: (row: AdapterPayload) => boolean) =>
    [...rows].find(([name, row]) => name.startsWith(`${model} `) && matches(row))?.[1];
  return {
    upsert: async (id, payload) => void rows.set(key(id), payload),
    find: async (id) => rows.get(key(id)),
    findByUid: async (uid) => first((row) => row.uid === uid),
    findByUserCode: async (userCode) => first((row) => row.userCode === userCode),
    destroy: async (id) => void rows.delete(key(id)),
    consume: async (id) => {
      rows.get(key(id))!.consumed = Math.floor(Date.now() / 1000);
    },
    revokeByGrantId: async (grantId) => {
      for (const [name, row] of rows) if (row.grantId === grantId) rows.delete(name);
    },
  };
}
