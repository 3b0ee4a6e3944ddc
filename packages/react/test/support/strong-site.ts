import { identities } from "@latchkey/core/identities";
import { testClock } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";
import { identityRoutes } from "@latchkey/http";
import { passkeyRoutes, passkeys } from "@latchkey/passkeys";
import { secondFactor, secondFactorRoutes, secondFactors } from "@latchkey/second-factor";
import { Secret, TOTP } from "otpauth/slim";
import type { Page } from "playwright-core";
import { startSite, type Site } from "./site.ts";

/** In seconds: how long a code is shown. */
const STEP = 30;

export interface StrongSite extends Site {
  /** Moves the clock of the site, in seconds. */
  advance(seconds: number): void;
  /** What an app for codes shows that has this secret: always one that it has not shown before. */
  nextCode(secret: string): string;
}

/** A site with passkeys and a second factor, which accounts need whose address begins with "must". */
export async function startStrongSite(): Promise<StrongSite> {
  const clock = testClock();
  const factor = secondFactor({
    issuer: "Shop",
    trustedDevices: true,
    required: ({ email }) => email.startsWith("must"),
  });
  const site = await startSite({
    auth: { now: clock.now, guards: [throttle(), factor] },
    routes: (auth, origin) => [
      ...passkeyRoutes(passkeys(auth, { rpId: "localhost", rpName: "Shop", origins: [origin] })),
      ...secondFactorRoutes(secondFactors(auth)),
      ...identityRoutes(identities(auth)),
    ],
  });
  return {
    ...site,
    advance: (seconds) => clock.advance(seconds),
    nextCode(secret) {
      clock.advance(STEP);
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() });
    },
  };
}

/** What stands in for a finger. */
export interface Finger {
  /** Whether it is on the sensor. While it is not, browsers wait. */
  touches(isThere: boolean): Promise<void>;
  /** Whether the sensor knows it. */
  isKnown(isKnown: boolean): Promise<void>;
  /** How many passkeys the device has. */
  count(): Promise<number>;
  /** Takes all passkeys off the device. */
  forget(): Promise<void>;
}

/** Gives a page a device that makes passkeys. */
export async function addFinger(page: Page, transport: "internal" | "usb" = "internal"): Promise<Finger> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    touches: async (enabled) =>
      void (await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled })),
    isKnown: async (isUserVerified) =>
      void (await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified })),
    forget: async () => void (await cdp.send("WebAuthn.clearCredentials", { authenticatorId })),
    count: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}
