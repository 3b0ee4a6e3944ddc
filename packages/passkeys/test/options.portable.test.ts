import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { passkeyRoutes, passkeys, relatedOriginsHandler, type PasskeyOptions } from "@latchkey/passkeys";
import { describe, expect, it } from "vitest";
import { SECRET } from "./support/application.ts";

const open = (options: object) =>
  passkeys(createAuth({ storage: memoryStorage(), secret: SECRET }), options as PasskeyOptions);
const good = { rpId: "example.com", origins: ["https://app.example.com"] };

describe("the options of passkeys", () => {
  it.each<[string, object]>([
    ["no rpId", { rpId: undefined }],
    ["an rpId that is an origin", { rpId: "https://example.com" }],
    ["an rpId with a port", { rpId: "example.com:443" }],
    ["an rpId in capitals", { rpId: "Example.com" }],
    ["an rpId that is an address", { rpId: "127.0.0.1", origins: ["http://127.0.0.1:3000"] }],
    ["an empty name", { rpName: "" }],
    ["no origins", { origins: [] }],
    ["origins that are one text", { origins: "https://app.example.com" }],
    ["an origin with a path", { origins: ["https://app.example.com/"] }],
    ["an origin in capitals", { origins: ["https://APP.example.com"] }],
    ["an origin without TLS", { origins: ["http://app.example.com"] }],
    ["an origin of another host", { origins: ["https://example.org"] }],
    ["an origin whose host only ends like it", { origins: ["https://evilexample.com"] }],
    ["the origin null", { origins: ["null"] }],
    ["a related origin without TLS", { relatedOrigins: ["http://example.de"] }],
    ["an option that there is not", { origin: "https://app.example.com" }],
  ])("PK04 refuse %s", (_, wrong) => {
    expect(() => open({ ...good, ...wrong })).toThrow(TypeError);
  });

  it("PK04 take subdomains, apps for Android, and this machine", () => {
    const app = `android:apk-key-hash:${"a".repeat(43)}`;
    expect(open({ ...good, origins: ["https://example.com", "https://a.b.example.com:8443", app] }).rpId).toBe(
      "example.com",
    );
    expect(open({ rpId: "localhost", origins: ["http://localhost:3000"] }).rpId).toBe("localhost");
  });

  it("PK04 related origins are told at /.well-known/webauthn alone", async () => {
    const answer = relatedOriginsHandler(
      open({ ...good, relatedOrigins: ["https://example.de"], origins: [...good.origins] }),
    );
    const get = (path: string, method = "GET") => answer(new Request(`https://example.com${path}`, { method }));
    const found = get("/.well-known/webauthn")!;
    expect(found.headers.get("content-type")).toBe("application/json");
    expect(await found.json()).toEqual({ origins: ["https://app.example.com", "https://example.de"] });
    expect(await get("/.well-known/webauthn", "HEAD")!.text()).toBe("");
    expect(get("/.well-known/webauthn", "POST")!.status).toBe(405);
    expect(get("/.well-known/webauthn/")).toBeNull();
    expect(get("/auth/me")).toBeNull();
  });

  it("passkeyRoutes and relatedOriginsHandler take what passkeys returned, and nothing like it", () => {
    const keys = open(good);
    expect(passkeyRoutes(keys)).toHaveLength(11);
    expect(() => passkeyRoutes({ ...keys })).toThrow(TypeError);
    expect(() => relatedOriginsHandler({ ...keys })).toThrow(TypeError);
  });
});
