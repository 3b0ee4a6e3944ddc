/** One client that wants all of a server: `flood.ts <kind> <port>`, until the parent goes. */

import { connections, type Sent } from "./requests.ts";

/** What it sends, and over how many connections. */
const floods: Readonly<Record<string, { count: number; once?: boolean; next: (index: number) => Sent }>> = {
  bodies: {
    count: 1,
    next: () => ({ method: "POST", path: "/signup", headers: from("203.0.113.9"), body: twoMegabytes }),
  },
  unknown: { count: 200, next: () => guess("203.0.113.9") },
  // 400 people who sign in at one moment.
  burst: { count: 400, once: true, next: (index) => guess(`203.0.${index >> 8}.${index & 255}`) },
};

const twoMegabytes = `{"email":"flood@example.com","password":"correct horse battery","metadata":{"a":[${"[],".repeat(690_000)}[]]}}`;
const [kind = "", port = ""] = process.argv.slice(2);
const { count, once = false, next } = floods[kind]!;
const { send } = connections(Number(port), count);

function guess(address: string): Sent {
  const body = JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password: "correct horse battery" });
  return { method: "POST", path: "/signin", headers: from(address), body };
}

function from(address: string): Record<string, string> {
  return { "x-client-address": address };
}

process.once("disconnect", () => process.exit());
await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    do {
      const { status } = await send(next(index));
      // A connection that was refused tries again, but does not spin.
      if (status === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    } while (!once);
  }),
);
