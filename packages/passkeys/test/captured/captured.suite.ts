import { memoryStorage } from "@latchkey/core/memory";
import { expect, it } from "vitest";
import { openApplication, refusal } from "../support/application.ts";
import type { CapturedCeremony } from "./captured.ts";
import chromium from "./chromium.json" with { type: "json" };

/** What Chromium has sent, verified again. */
export function capturedCeremonies(): void {
  it.each(chromium as CapturedCeremony[])(
    "PK05 a passkey of Chromium with algorithm $algorithm signs up and in on this runtime, once",
    async ({ email, origin, signUp, signIn }) => {
      const options = { rpId: "localhost", origins: [origin] };
      const { keys } = openApplication(memoryStorage(), options);
      const { user, session } = await keys.signUp({ response: signUp });
      expect(user.email).toBe(email);
      expect(session.methods).toEqual(["passkey"]);
      expect((await keys.signIn({ response: signIn })).user.id).toBe(user.id);
      await expect(keys.signIn({ response: signIn })).rejects.toMatchObject(refusal("flow_expired"));

      const strict = openApplication(memoryStorage(), { ...options, origins: ["http://localhost:1"] });
      await expect(strict.keys.signUp({ response: signUp })).rejects.toMatchObject(refusal("invalid_passkey"));
    },
  );
}
