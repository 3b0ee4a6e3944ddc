import { accounts } from "#lib/server/auth.ts";
import type { RequestHandler } from "./$types";

export const fallback: RequestHandler = ({ request }) => accounts(request);
