// @ts-nocheck: what it imports is installed in bench/contestants
import { sqliteAdapter } from "@payloadcms/db-sqlite";
import { buildConfig, handleEndpoints } from "payload";

const config = buildConfig({
  db: sqliteAdapter({ client: { url: "file:auth.db" } }),
  secret: process.env.AUTH_SECRET,
  collections: [{ slug: "users", auth: true, fields: [] }],
});

export default { fetch: (request) => handleEndpoints({ config, request }) };
