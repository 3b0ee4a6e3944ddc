import { EmailVerification } from "@latchkey/react";
import { requireSession } from "@/lib/session";
import { saveGreeting } from "./actions";

export const instant = false;

export default async function Hello() {
  const { user } = await requireSession();
  const greeting = String(user.metadata?.greeting ?? "Hello");
  return (
    <>
      <h1>{`${greeting}, ${user.email}`}</h1>
      <EmailVerification />
      <form action={saveGreeting}>
        <label>
          Greeting <input name="greeting" defaultValue={greeting} required />
        </label>
        <button>Save</button>
      </form>
    </>
  );
}
