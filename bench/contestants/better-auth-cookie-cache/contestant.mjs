/**
 * better-auth with its cookie cache, as its guide to performance sets it: for five minutes a second signed cookie stands in for the
 * database, and a session that was ended elsewhere still passes. Installed with ../better-auth.
 */

import { openWith } from "../better-auth/contestant.mjs";

export const name = "better-auth, cookie cache";
export const note = "no database on a read, so that a session ended elsewhere still passes for five minutes";

export const open = (world) => openWith(world, { session: { cookieCache: { enabled: true, maxAge: 300 } } });
