import { expect, it } from "vitest";
import { AuthError } from "../src/index.ts";
import { ALICE, errorOf, everyTextOf, openAuth, unreachableStorage } from "./support.ts";

it("PW19 no error repeats the password or the e-mail, however it is printed", async () => {
  const { auth } = openAuth();
  const closed = openAuth({ signUps: false });
  const broken = openAuth({ storage: unreachableStorage() });
  const { email, password } = ALICE;
  const metadata = { hobby: "collecting stamps in Zanzibar" };
  await auth.signUp(ALICE);

  const refused = [
    auth.signUp({ ...ALICE, metadata }),
    auth.signUp({ email: `${email}, ${email}`, password }),
    auth.signUp({ email: "bob@example.com", password: password.slice(0, 7) }),
    auth.signUp({ email: "bob@example.com", password: password.repeat(99) }),
    auth.signUp({ email: "bob@example.com", password: `${password}\ud800` }),
    auth.signUp({ email: "bob@example.com", password, metadata: { ...metadata, at: new Date() } }),
    auth.signIn({ email, password: `${password}!` }),
    auth.signIn({ email: "bob@example.com", password }),
    closed.auth.signUp(ALICE),
    broken.auth.signUp(ALICE),
    broken.auth.signIn(ALICE),
  ];
  for (const promise of refused) {
    const error = await errorOf(promise);
    expect(error).toBeInstanceOf(AuthError);
    for (const secret of [email, "bob@", password.slice(0, 7), "Zanzibar"])
      expect(everyTextOf(error)).not.toContain(secret);
  }
});

it("SI13 no error repeats a metadata key, so none can break a log line", async () => {
  const { auth } = openAuth();
  const forged = "plan\n2030-01-01 admin signed in";
  const error = await errorOf(auth.signUp({ ...ALICE, metadata: { [forged]: Infinity } }));
  expect(error).toMatchObject({ code: "invalid_metadata" });
  expect(everyTextOf(error)).not.toContain("admin signed in");
});

it("an error is an Error with a code, a sentence and, for storage, the cause", async () => {
  const error = await errorOf(
    openAuth({ storage: unreachableStorage() }).auth.getUser((await openAuth().auth.signUp(ALICE)).token),
  );
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "AuthError",
    code: "storage_unavailable",
    retryAfter: 1,
    message: "Storage cannot be reached",
  });
  expect(error.cause).toMatchObject({ message: "connection refused" });
  expect(JSON.stringify(error)).not.toContain("connection refused");
});
