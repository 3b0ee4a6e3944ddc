import { auth } from "#lib/server/auth.ts";
import { enter } from "#lib/server/enter.ts";
import type { Actions } from "./$types";

export const actions: Actions = { default: (event) => enter(auth.signIn, event) };
