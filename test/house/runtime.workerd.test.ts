import { env } from "cloudflare:workers";
import { expect, it } from "vitest";

it("HT10 the worker suites run inside workerd, beside a D1 database", async () => {
  expect(env.LATCHKEY_RUNTIME).toBe("workerd");
  expect(navigator.userAgent).toBe("Cloudflare-Workers");
  expect(await env.DB.prepare("select 1 as one").first("one")).toBe(1);
});
