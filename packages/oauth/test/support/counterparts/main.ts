/** The program that runs the counterparts. It prints where it listens, and opens what it is asked for. */
import { createServer } from "node:http";
import type { ClientMetadata } from "oidc-provider";
import { githubProvider } from "./github.ts";
import { hostileProvider } from "./hostile.ts";
import type { PlainClient } from "./kinds.ts";
import { listen, readBody } from "./listen.ts";
import { openIdProvider } from "./openid.ts";

const rotations = new Map<string, () => Promise<void>>();
const hostile = await hostileProvider();

const orders: Record<string, (body: never) => Promise<object> | object> = {
  "/openid": async ({ clients }: { clients: ClientMetadata[] }) => {
    const { issuer, rotate } = await openIdProvider(clients);
    rotations.set(issuer, rotate);
    return { issuer };
  },
  "/openid/rotate": async ({ issuer }: { issuer: string }) => {
    await rotations.get(issuer)!();
    return {};
  },
  "/github": ({ client }: { client: PlainClient }) => githubProvider(client),
  "/hostile": () => ({ origin: hostile.origin, landed: hostile.landed() }),
};

const control = createServer(async (request, response) => {
  const body = JSON.parse(await readBody(request)) as never;
  response.setHeader("content-type", "application/json").end(JSON.stringify(await orders[request.url!]!(body)));
});
console.log(await listen(control));
// Whoever started this is gone when its pipe is.
process.stdin.resume().on("end", () => process.exit());
