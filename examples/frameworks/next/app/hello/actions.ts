"use server";

import { users } from "@latchkey/core/users";
import { revalidatePath } from "next/cache";
import { auth } from "@/lib/auth";
import { requireSession } from "@/lib/session";

export async function saveGreeting(form: FormData) {
  const { user } = await requireSession();
  await users(auth).update(user.id, { metadata: { greeting: String(form.get("greeting")) } });
  revalidatePath("/hello");
}
