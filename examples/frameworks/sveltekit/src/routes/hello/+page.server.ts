import { users } from "@latchkey/core/users";
import { redirect } from "@sveltejs/kit";
import { auth } from "#lib/server/auth.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ locals, setHeaders }) => {
  if (!locals.user) redirect(303, "/auth/sign-in");
  setHeaders({ "cache-control": "private, no-store" });
  const { email, metadata } = locals.user;
  return { email, greeting: String(metadata?.greeting ?? "Hello") };
};

export const actions: Actions = {
  async default({ locals, request }) {
    if (!locals.user) redirect(303, "/auth/sign-in");
    const form = await request.formData();
    await users(auth).update(locals.user.id, { metadata: { greeting: String(form.get("greeting")) } });
    redirect(303, "/hello");
  },
};
