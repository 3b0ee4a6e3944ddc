import { DatabaseSync } from "node:sqlite";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";

const { AUTH_SECRET, DATABASE_FILE = "auth.db", INSECURE_COOKIE, PORT = "3000", TRUSTED_ORIGINS } = Deno.env.toObject();

const database = new DatabaseSync(DATABASE_FILE);
database.exec("pragma journal_mode = wal");

const auth = createAuth({
  storage: sqliteStorage(database),
  secret: AUTH_SECRET,
});

const handler = createHandler(auth, {
  // For development over plain http, in a browser that takes no Secure cookie from localhost.
  cookie: { secure: INSECURE_COOKIE !== "1" },
  // Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
  trustedOrigins: TRUSTED_ORIGINS?.split(",") ?? [],
});

Deno.serve(
  {
    port: Number(PORT),
    onListen: ({ port }) => console.log(`Accounts at http://localhost:${port}/auth`),
  },
  handler,
);
