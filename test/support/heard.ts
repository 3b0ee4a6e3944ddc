import { createAuth, type Storage } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler } from "@latchkey/http";
import { bearer, createClient } from "../conversation/client.ts";
import { ORIGIN, SECRET } from "./server.ts";

/** What a driver was asked: the first word of each statement in order, and how often somebody waited for the database. */
export interface Heard {
  statements: string[];
  roundTrips: number;
}

export function verb(sql: string): string {
  return sql.trim().split(/\s/, 1)[0]!.toLowerCase();
}

/** What each operation asks of a storage that is warm: its tables are there, and every statement has run before. */
export async function hearEverything(storage: Storage, heard: Heard): Promise<Record<string, Heard>> {
  const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher() });
  const client = createClient({ fetch: createHandler(auth), origin: ORIGIN, secureCookie: true });
  const alice = await client.alice();
  const reset = () => Object.assign(heard, { statements: [], roundTrips: 0 });
  const during = async (act: () => Promise<unknown>): Promise<Heard> => {
    reset();
    await act();
    return { ...heard };
  };

  const everything = async () => {
    const bob = await client.signUp();
    return {
      "GET /me by cookie": await during(() => client.get("/me", client.cookie(alice.token))),
      "GET /me by bearer": await during(() => client.get("/me", bearer(alice.token))),
      "GET /me of nobody": await during(() => client.get("/me", client.cookie(alice.token.slice(1)))),
      "GET /me with a bad cookie beside a good bearer": await during(() => client.get("/me", { ...client.cookie("x"), ...bearer(alice.token) })),
      "POST /signin": await during(() => client.signIn(alice)),
      "POST /signin with a wrong password": await during(() => client.post("/signin", { ...alice, password: "something else" })),
      "POST /signin with bad input": await during(() => client.post("/signin", { email: "x", password: "y" })),
      "POST /signup": await during(() => client.signUp()),
      "POST /signup of a taken e-mail": await during(() => client.post("/signup", alice)),
      "POST /signout": await during(() => client.send("POST", "/signout", bearer(bob.token))),
      "POST /signout of nobody": await during(() => client.post("/signout", {})),
      "getUser": await during(() => auth.getUser(alice.token)),
      "verifyToken": await during(() => auth.verifyToken(alice.token)),
    };
  };
  await everything();
  return everything();
}

/** The house's promise: statements and round trips of each. */
export const promised: Readonly<Record<string, Heard>> = {
  "GET /me by cookie": { statements: ["select"], roundTrips: 1 },
  "GET /me by bearer": { statements: ["select"], roundTrips: 1 },
  "GET /me of nobody": { statements: [], roundTrips: 0 },
  "GET /me with a bad cookie beside a good bearer": { statements: ["select"], roundTrips: 1 },
  "POST /signin": { statements: ["select", "insert"], roundTrips: 2 },
  "POST /signin with a wrong password": { statements: ["select"], roundTrips: 1 },
  "POST /signin with bad input": { statements: [], roundTrips: 0 },
  "POST /signup": { statements: ["insert", "insert"], roundTrips: 1 },
  "POST /signup of a taken e-mail": { statements: ["insert", "insert"], roundTrips: 1 },
  "POST /signout": { statements: ["delete"], roundTrips: 1 },
  "POST /signout of nobody": { statements: [], roundTrips: 0 },
  "getUser": { statements: ["select"], roundTrips: 1 },
  "verifyToken": { statements: [], roundTrips: 0 },
};
