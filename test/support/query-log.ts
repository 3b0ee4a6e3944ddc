import { createAuth, type Storage } from "@latchkey/core";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler } from "@latchkey/http";
import { bearer, createClient } from "../conversation/client.ts";
import { askEveryMethod } from "./every-method.ts";
import { ORIGIN, SECRET } from "./server.ts";

/** What a driver ran: the first word of each statement, in order, and how often a caller waited for the database. */
export interface Heard {
  statements: string[];
  roundTrips: number;
}

export function verb(sql: string): string {
  return sql.trim().split(/\s/, 1)[0]!.toLowerCase();
}

/** What each operation asks of a storage that is warm: its tables are there, and every statement has run before. */
export async function hearEverything(storage: Storage, heard: Heard): Promise<Record<string, Heard>> {
  const options = { storage, secret: SECRET, passwords: fastHasher() };
  const auth = createAuth({ ...options, guards: [] });
  const own = sessions(auth);
  const guarded = createAuth(options);
  const client = createClient({ fetch: createHandler(auth), origin: ORIGIN, secureCookie: true });
  const alice = await client.alice();
  const during = async (act: () => Promise<unknown>): Promise<Heard> => {
    Object.assign(heard, { statements: [], roundTrips: 0 });
    await act();
    return structuredClone(heard);
  };

  const everything = async () => {
    const bob = await client.signUp();
    const operations = {
      "GET /me by cookie": await during(() => client.get("/me", client.cookie(alice.token))),
      "GET /me by bearer": await during(() => client.get("/me", bearer(alice.token))),
      "GET /me of nobody": await during(() => client.get("/me", client.cookie(alice.token.slice(1)))),
      "GET /me with a bad cookie beside a good bearer": await during(() =>
        client.get("/me", { ...client.cookie("x"), ...bearer(alice.token) }),
      ),
      "POST /signin": await during(() => client.signIn(alice)),
      "POST /signin with a wrong password": await during(() =>
        client.post("/signin", { ...alice, password: "something else" }),
      ),
      "POST /signin with bad input": await during(() => client.post("/signin", { email: "x", password: "y" })),
      "POST /signup": await during(() => client.signUp()),
      "POST /signup of a taken e-mail": await during(() => client.post("/signup", alice)),
      "POST /signout": await during(() => client.send("POST", "/signout", bearer(bob.token))),
      "POST /signout of nobody": await during(() => client.post("/signout", {})),
      getUser: await during(() => auth.getUser(alice.token)),
      verifyToken: await during(() => auth.verifyToken(alice.token)),
      "signIn, with a limit on guessing": await during(() => guarded.signIn(alice)),
      refresh: await during(() => own.refresh(alice.token)),
      "my sessions": await during(() => own.list(alice.token)),
    };
    const methods: Record<string, Heard> = {};
    await askEveryMethod(storage, async (name, call) => {
      let answer: Awaited<ReturnType<typeof call>>;
      methods[name] = await during(async () => void (answer = await call()));
      return answer!;
    });
    return { ...operations, ...methods };
  };
  await everything();
  return everything();
}

/** The trips to a database that is on the other side of a network. */
export function overNetwork(trips: Trips): Heard {
  const statements = trips.flatMap((trip) => (isStep(trip) ? ["begin", ...trip.first, ...trip.next, "commit"] : trip));
  return { statements, roundTrips: trips.length + trips.filter(isStep).length };
}

/** D1 cannot wait within a transaction: the head is read first, and everything else is one batch. */
export function onD1(trips: Trips): Heard {
  const statements = trips.flatMap((trip) => (isStep(trip) ? ["select", ...trip.first.slice(1), ...trip.next] : trip));
  return { statements, roundTrips: trips.length + trips.filter(isStep).length };
}

/** In one process, every statement is a trip of its own, and an atomic step says where it begins and ends. */
export function inOneProcess(trips: Trips): Heard {
  const statements = trips.flatMap((trip) => {
    if (typeof trip === "string") return [trip];
    return ["begin", ...(isStep(trip) ? [...trip.first, ...trip.next] : trip), "commit"];
  });
  return { statements, roundTrips: statements.length };
}

/** Locks the head of the audit log and makes a change, and then adds what follows from it. */
export interface Step {
  readonly first: readonly string[];
  readonly next: readonly string[];
}

/** One by one: a statement alone, a batch of several, or a step of two batches. */
type Trips = readonly (string | readonly string[] | Step)[];

export function isStep(trip: Trips[number]): trip is Step {
  return typeof trip === "object" && "next" in trip;
}

/** The house's promise. */
export const promised: Readonly<Record<string, Trips>> = {
  "GET /me by cookie": ["select"],
  "GET /me by bearer": ["select"],
  "GET /me of nobody": [],
  "GET /me with a bad cookie beside a good bearer": ["select"],
  "POST /signin": ["select", "insert"],
  "POST /signin with a wrong password": ["select"],
  "POST /signin with bad input": [],
  "POST /signup": [["insert", "insert"]],
  "POST /signup of a taken e-mail": [["insert", "insert"]],
  "POST /signout": ["delete"],
  "POST /signout of nobody": [],
  getUser: ["select"],
  verifyToken: [],
  "signIn, with a limit on guessing": ["select", "insert", ["insert", "delete"]],
  refresh: ["update"],
  "my sessions": ["select", "select"],

  "users.insert": [["insert", "insert"]],
  "users.insert without a session": ["insert"],
  "users.insertFirst": [["insert", "insert", "insert"]],
  "users.find": ["select"],
  "users.findByEmail": ["select"],
  "users.findByUsername": ["select"],
  "users.list": ["select"],
  "users.list after one": ["select"],
  "users.search": ["select"],
  "users.search by user name": ["select"],
  "users.records": [["select", "select", "select", "select", "select", "select", "select"]],
  "users.rehashPassword": ["update"],
  "users.setPassword": [["update", "insert"]],
  "users.setPassword that deletes keys": [["update", "delete", "delete", "delete", "delete", "delete", "insert"]],
  "users.setPassword without a session": ["update"],
  "users.changeEmail": ["update"],
  "users.update": ["update"],
  "users.setDisabled": ["update"],
  "users.disableUnlessLast": [["insert", "update", "select"]],
  "users.deleteUnlessLast": [
    ["insert", "delete", "select", "delete", "delete", "delete", "delete", "delete", "delete", "delete"],
  ],
  "users.endSessions": ["update"],
  "users.delete": [["insert", "delete", "delete", "delete", "delete", "delete", "delete", "delete", "delete"]],
  "sessions.insert": ["insert"],
  "sessions.insert with counters": [["insert", "delete"]],
  "sessions.find": ["select"],
  "sessions.list": ["select"],
  "sessions.extend": ["update"],
  "sessions.prove": ["update"],
  "sessions.touch": ["update"],
  "sessions.deleteOthers": ["delete"],
  "sessions.delete": ["delete"],
  "identities.insertUser": [["insert", "insert", "delete", "insert"]],
  "identities.link": ["insert"],
  "identities.use": ["update"],
  "identities.list": ["select"],
  "identities.unlink": [["update", "delete", "select"]],
  "passkeys.insertUser": [["insert", "insert", "delete", "insert"]],
  "passkeys.insert": ["insert"],
  "passkeys.find": ["select"],
  "passkeys.use": [["update", "insert", "insert", "update"]],
  "passkeys.use without a session": [["update", "insert", "update"]],
  "passkeys.list": ["select"],
  "passkeys.rename": ["update"],
  "passkeys.delete": [["update", "delete", "select"]],
  "factors.insert": [["update", "insert", "insert", "insert"]],
  "factors.find": ["select"],
  "factors.use": [["update", "insert", "insert", "delete", "update"]],
  "factors.use of a recovery code": [["update", "delete"]],
  "factors.replaceCodes": [["update", "delete", "insert", "insert", "update"]],
  "factors.forgetDevices": ["update"],
  "factors.reseal": ["update"],
  "factors.delete": [["update", "delete", "delete"]],
  "tokens.put": [["insert", "delete"]],
  "tokens.take": ["delete"],
  "counters.add": ["insert"],
  "counters.extend": ["update"],
  "counters.reset": ["delete"],
  "apiKeys.insert": ["insert"],
  "apiKeys.find": ["select"],
  "apiKeys.list": ["select"],
  "apiKeys.touch": ["update"],
  "apiKeys.delete": ["delete"],
  "apiKeys.deleteAll": ["delete"],
  "audit.append": [{ first: ["insert"], next: ["insert", "insert"] }],
  "audit.recording": [],
  "users.insert, recorded": [{ first: ["insert", "insert", "insert"], next: ["insert", "insert"] }],
  "audit.head": ["select"],
  "audit.list": ["select"],
  "audit.list of a user": ["select"],
  "audit.read": ["select"],
  "audit.erase": [{ first: ["insert", "update"], next: ["insert", "insert"] }],
  "audit.prune": [{ first: ["insert", "delete"], next: ["insert", "insert"] }],
  sweep: [["delete", "delete", "delete"]],
};
