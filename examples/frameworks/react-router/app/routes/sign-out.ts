import { redirect } from "react-router";
import { accounts } from "../auth.server";
import type { Route } from "./+types/sign-out";

/** Hands the form on to the handler, which checks where it comes from, and says which cookies go. */
export async function action({ request }: Route.ActionArgs) {
  const signOut = new Request(new URL("/auth/signout", request.url), { method: "POST", headers: request.headers });
  signOut.headers.delete("content-type");
  const { headers } = await accounts(signOut);
  return redirect("/sign-in", { headers: headers.getSetCookie().map((line) => ["set-cookie", line]) });
}
