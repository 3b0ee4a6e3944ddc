import { users } from "@latchkey/core/users";
import { auth, requireUser } from "~~/server/auth";

export default defineEventHandler(async (event) => {
  const user = await requireUser(event);
  const form = await readFormData(event);
  await users(auth).update(user.id, { metadata: { greeting: String(form.get("greeting")) } });
  return sendRedirect(event, "/hello", 303);
});
