import { en } from "@latchkey/locales/en";
import { expect, it } from "vitest";
import { deviceName } from "../src/lib/account/device.ts";

const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0";
const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0";

it("a device is called by browser and system, another program by its first word", () => {
  const agents: [string | null, string][] = [
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/156.0.0.0`, "Edge on Windows"],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME} Safari/537.36 OPR/130.0`, "Opera on macOS"],
    [`Mozilla/5.0 (Linux; Android 16; Pixel 10) ${CHROME} Mobile Safari/537.36`, "Chrome on Android"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0", "Firefox on Linux"],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) ${SAFARI} Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
    [`Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) ${SAFARI} Mobile/15E148 Safari/604.1`, "Safari on iPad"],
    ["Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) Chrome/156.0.0.0 Safari/537.36", "Chrome on ChromeOS"],
    ["curl/8.14.1", "curl"],
    ["Firefox/149.0", "Firefox"],
    ["Mozilla/5.0 (X11; Linux x86_64) Unheard/1.0", "Linux"],
    ["Mozilla/5.0 (compatible)", "Unknown device"],
    ["  ", "Unknown device"],
    [null, "Unknown device"],
  ];
  for (const [agent, name] of agents) expect(deviceName(en, agent)).toBe(name);
});
