import { users } from "@latchkey/core/users";
import { Form, redirect } from "react-router";
import { auth } from "../auth.server";
import { requireUser } from "../session.server";
import type { Route } from "./+types/hello";

export async function loader(args: Route.LoaderArgs) {
  const { email, metadata } = await requireUser(args);
  return { email, greeting: String(metadata?.greeting ?? "Hello") };
}

export async function action(args: Route.ActionArgs) {
  const { id } = await requireUser(args);
  const form = await args.request.formData();
  await users(auth).update(id, { metadata: { greeting: String(form.get("greeting")) } });
  return redirect("/hello");
}

export default function Hello({ loaderData }: Route.ComponentProps) {
  const { email, greeting } = loaderData;
  return (
    <>
      <h1>{`${greeting}, ${email}`}</h1>
      <Form method="post">
        <label>
          Greeting <input name="greeting" defaultValue={greeting} required />
        </label>
        <button>Save</button>
      </Form>
      <Form method="post" action="/sign-out">
        <button>Sign out</button>
      </Form>
    </>
  );
}
