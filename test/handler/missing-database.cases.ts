import { d1Storage } from "@latchkey/adapter-d1";
import { remoteStorage } from "@latchkey/adapter-durable-object";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import { check, checkSame } from "../conversation/check.ts";
import type { HandlerCases } from "./cases.ts";
import { open, signUp } from "./open.ts";

/** The values of an environment variable or a binding that is not set. */
const UNSET = [undefined, null, ""] as const;
const STORAGES: Readonly<Record<string, (unset: undefined) => Storage>> = {
  sqliteStorage: (unset) => sqliteStorage(unset),
  postgresStorage: (unset) => postgresStorage(unset),
  d1Storage: (unset) => d1Storage(unset),
  remoteStorage: (unset) => remoteStorage(unset),
};

export const missingDatabaseCases: HandlerCases = {
  async "F40 a storage can be made without its database; every use is 503, and onError gets what to set"() {
    for (const [name, make] of Object.entries(STORAGES)) {
      for (const unset of UNSET) {
        const storage = make(unset as undefined);
        const opened = open({ storage });
        const response = await signUp(opened);
        checkSame(
          [response.status, response.headers.get("set-cookie"), ((await response.json()) as { code: string }).code],
          [503, null, "storage_unavailable"],
          name,
        );
        const { cause } = opened.reported[0] as { cause?: unknown };
        check(
          opened.reported.length === 1 &&
            cause instanceof TypeError &&
            cause.message.startsWith(`${name} got no database: `),
          String(cause),
        );
        await storage.close();
      }
    }
  },

  async "F40 migrate and sweep throw the same error, and the log line says what to do"() {
    const { error: log } = console;
    for (const make of Object.values(STORAGES)) {
      const storage = make(undefined);
      for (const act of [() => storage.migrate(), () => storage.sweep(new Date(), 100)]) {
        const error = await act().then(
          () => null,
          (reason: unknown) => reason,
        );
        check(error instanceof TypeError && / got no database: /.test(error.message), String(error));
      }
      const lines: string[] = [];
      console.error = (line: unknown) => void lines.push(String(line));
      try {
        await signUp(open({ storage }, { onError: undefined }));
      } finally {
        console.error = log;
      }
      check(
        lines.length === 1 && /storage_unavailable: no database was given: set the variable/.test(lines[0]!),
        lines.join(),
      );
    }
  },
};
