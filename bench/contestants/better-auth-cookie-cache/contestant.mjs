/** better-auth with its cookie cache, as its guide sets it: for five minutes a signed cookie replaces the database. */

import { open as openBetterAuth } from "../better-auth/contestant.mjs";

export const open = (world) => openBetterAuth(world, { session: { cookieCache: { enabled: true, maxAge: 300 } } });
