import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { cache } from "react";
import { authenticate } from "./auth";

/** The session of this request, or `null`. However many components ask, the database is asked once. */
export const currentSession = cache(async () => {
  // Nothing that depends on it is rendered before there is a request: not in the build, and not for a prefetch.
  await connection();
  return authenticate({ headers: await headers() });
});

/** For the pages and actions of signed-in users. Everybody else is sent to sign in. */
export async function requireSession() {
  return (await currentSession()) ?? redirect("/auth/sign-in");
}
