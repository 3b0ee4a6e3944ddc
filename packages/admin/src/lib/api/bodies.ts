import { boolean, nullable, object, optional, record, string, unknown } from "valibot";

const json = optional(nullable(record(string(), unknown())));

export const newPersonBody = object({
  email: string(),
  password: optional(string()),
  username: optional(string()),
  emailVerified: optional(boolean()),
  metadata: json,
  appMetadata: json,
});

export const changedPersonBody = object({
  email: optional(string()),
  emailVerified: optional(boolean()),
  username: optional(nullable(string())),
  metadata: json,
  appMetadata: json,
});
