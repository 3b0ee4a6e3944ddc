/** Users and sessions by number: a database holds ten million of them, and each process can make their tokens. */

import { createHmac, hash } from "node:crypto";

export const SECRET = "a secret for the bench, of at least 32 bytes";
/** Milliseconds: seven days, the default. */
export const LIFETIME = 604_800_000;
export const PASSWORD_HASH = `$none$i=100000$${"s".repeat(22)}$${"h".repeat(86)}`;
export const PER_USER = 5;

/** So many sessions, of which the share `expired`, in tenths, has expired. All live ones are drawn equally often. */
export type Population = Record<"size" | "expired", number>;

export const isExpired = (session: number, { expired }: Population): boolean => session % 10 < expired * 10;

export function anySession(population: Population): number {
  const drawn = Math.floor(Math.random() * population.size);
  return isExpired(drawn, population) ? anySession(population) : drawn;
}

export const ownerOf = (session: number): number => Math.floor(session / PER_USER);
export const anyUser = ({ size }: Population): number => ownerOf(Math.floor(Math.random() * size));

// Digests of the numbers: spread like random ids, and the same in every process.
const digest = (text: string) => Buffer.from(hash("md5", text, "hex"), "hex");
export const sessionId = (session: number): string => digest(String(session)).subarray(0, 12).toString("base64url");
export const userId = (user: number): string =>
  hash("md5", `user ${user}`, "hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
export const emailOf = (user: number): string => `user-${user}@example.com`;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = encode({ alg: "HS256", typ: "JWT", kid: hash("sha256", SECRET, "base64url").slice(0, 4) });

export function tokenOf(session: number): string {
  const iat = Math.floor(Date.now() / 1000);
  const sub = userId(ownerOf(session));
  const claims = encode({ sub, sid: sessionId(session), aud: "users", iat, exp: iat + LIFETIME / 1000 });
  const signature = createHmac("sha256", SECRET).update(`${header}.${claims}`).digest("base64url");
  return `${header}.${claims}.${signature}`;
}
