import { redirect } from "@sveltejs/kit";
import { auth, cookie } from "#lib/server/auth.ts";
import type { Actions } from "./$types";

export const actions: Actions = {
  async default({ cookies }) {
    await auth.signOut(cookies.get(cookie.name) ?? "");
    cookies.set(cookie.name, "", cookie.attributes());
    redirect(303, "/auth/sign-in");
  },
};
