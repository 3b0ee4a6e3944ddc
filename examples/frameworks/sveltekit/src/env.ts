import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  // Without a schema, the build would need the secret too. Latchkey says so itself if there is none.
  AUTH_SECRET: { schema: (value) => value },
  DATABASE_FILE: { schema: (value) => value ?? "auth.db" },
  TRUSTED_ORIGINS: { schema: (value) => value?.split(",") },
});
