import { AuthError, type Auth } from "@latchkey/core";
import { fail, redirect, type RequestEvent } from "@sveltejs/kit";
import { cookie } from "./auth.ts";

/** Opens a session by the form that was sent, and goes on to the page for signed-in users. */
export async function enter(open: Auth["signIn"] | Auth["signUp"], { request, cookies }: RequestEvent) {
  const form = await request.formData();
  const email = String(form.get("email"));
  try {
    const { token, session } = await open({ email, password: String(form.get("password")) });
    cookies.set(cookie.name, token, cookie.attributes(session));
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return fail(400, { email, message: error.message });
  }
  redirect(303, "/hello");
}
