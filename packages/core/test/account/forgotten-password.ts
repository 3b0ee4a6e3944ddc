import { newcomer, type TestApp } from "../test-app.ts";

/** Somebody new, and a token to reset the password with. */
export async function forgetful(app: TestApp) {
  const person = await newcomer(app);
  await app.reset.request({ email: person.email });
  return { ...person, link: await app.lastToken(person.email) };
}
