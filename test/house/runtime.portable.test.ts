import { expect, it } from "vitest";

const agents: Record<string, string> = { node: "Node.js/", bun: "Bun/", deno: "Deno/" };

it("HT10 the runtime that a suite is named after is the one it runs on", () => {
  const name = process.env.LATCHKEY_RUNTIME ?? "";
  const agent = agents[name];
  expect(agent, `LATCHKEY_RUNTIME is ${JSON.stringify(name)}`).toBeDefined();
  expect(navigator.userAgent).toContain(agent);
});
