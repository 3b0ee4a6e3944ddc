import { users } from "@latchkey/core/users";
import { useAuth } from "@latchkey/react";
import { createFileRoute, redirect } from "@tanstack/react-router";
import { createServerFn, useServerFn } from "@tanstack/react-start";
import type { FormEvent } from "react";
import { auth } from "../auth.server";
import { requireUser } from "../session";

const getGreeting = createServerFn()
  .middleware([requireUser])
  .handler(({ context: { user } }) => ({
    email: user.email,
    greeting: String(user.metadata?.greeting ?? "Hello"),
  }));

const saveGreeting = createServerFn({ method: "POST" })
  .middleware([requireUser])
  .validator((form: FormData) => String(form.get("greeting")))
  .handler(async ({ context: { user }, data: greeting }) => {
    await users(auth).update(user.id, { metadata: { greeting } });
    throw redirect({ href: "/hello", statusCode: 303 });
  });

export const Route = createFileRoute("/hello")({
  beforeLoad({ context, location }) {
    if (!context.session) throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  loader: () => getGreeting(),
  component: Hello,
});

function Hello() {
  const { email, greeting } = Route.useLoaderData();
  const { signOut } = useAuth();
  const save = useServerFn(saveGreeting);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save({ data: new FormData(event.currentTarget) });
  };
  return (
    <>
      <h1>{`${greeting}, ${email}`}</h1>
      {/* Until scripts run here, the browser sends the form to the server function itself. */}
      <form method="post" action={saveGreeting.url} encType="multipart/form-data" onSubmit={submit}>
        <label>
          Greeting <input name="greeting" defaultValue={greeting} required />
        </label>
        <button>Save</button>
      </form>
      <button onClick={() => signOut()}>Sign out</button>
    </>
  );
}
