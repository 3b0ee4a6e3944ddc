import { requireUser } from "~~/server/auth";

export default defineEventHandler(async (event) => {
  const { email, metadata } = await requireUser(event);
  return { email, greeting: String(metadata?.greeting ?? "Hello") };
});
