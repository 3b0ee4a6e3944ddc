/** The options of `passkeys`. */
export interface PasskeyOptions {
  /**
   * The relying party: the host of the application or a parent of it, `"example.com"`. Passkeys belong to it for good:
   * another one later means that nobody's passkey works.
   */
  readonly rpId: string;
  /** What browsers call the application. Default: the `rpId`. */
  readonly rpName?: string | undefined;
  /**
   * Where the application runs: `["https://app.example.com"]`. Each is compared whole, with scheme and port, and its
   * host is the `rpId` or below it. http only on this machine. An Android app has
   * `"android:apk-key-hash:…"`.
   */
  readonly origins: readonly string[];
  /**
   * Origins on other domains whose pages may use the same passkeys, where browsers know how (WebAuthn §5.11):
   * `["https://example.de"]`. They also need `relatedOriginsHandler`. Default: none.
   */
  readonly relatedOrigins?: readonly string[] | undefined;
}

/** The options, checked and filled in. */
export interface PasskeySettings {
  readonly rpId: string;
  readonly rpName: string;
  readonly relatedOrigins: readonly string[];
  /** Every origin from which an answer may come. */
  readonly allOrigins: readonly string[];
}

const NAMES = ["rpId", "rpName", "origins", "relatedOrigins"];
const HOST = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/;
const ANDROID = /^android:apk-key-hash:[\w-]{43}$/;

/** @throws TypeError An option is missing, unknown or unsafe. */
export function passkeySettings(options: PasskeyOptions): PasskeySettings {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  check(unknown === undefined, `there is no option "${unknown}": the options are ${NAMES.join(", ")}`);
  const { rpId, rpName = rpId, origins, relatedOrigins = [] } = options;
  check(
    typeof rpId === "string" && HOST.test(rpId) && !/(?:^|\.)\d+$/.test(rpId),
    'rpId must be a host name, like "example.com"',
  );
  check(typeof rpName === "string" && /^[^\p{Cc}]{1,64}$/u.test(rpName), "rpName must be 1 to 64 characters");
  check(Array.isArray(origins) && origins.length > 0, 'origins takes a list, like ["https://app.example.com"]');
  check(Array.isArray(relatedOrigins), 'relatedOrigins takes a list, like ["https://example.de"]');
  for (const origin of origins) {
    const isOurs = ANDROID.test(origin) || (isOrigin(origin) && isBelow(new URL(origin).hostname, rpId));
    check(isOurs, `origins must be origins of ${rpId}, like "https://${rpId}"; http only on this machine`);
  }
  for (const origin of relatedOrigins)
    check(isOrigin(origin), 'relatedOrigins must be origins, like "https://example.de"; http only on this machine');
  const allOrigins = [...new Set([...origins, ...relatedOrigins])];
  return { rpId, rpName, relatedOrigins: [...relatedOrigins], allOrigins };
}

/** A whole origin, as browsers write it. http is for this machine alone, as browsers have it for WebAuthn. */
function isOrigin(origin: unknown): boolean {
  const url = typeof origin === "string" ? URL.parse(origin) : null;
  if (url?.origin !== origin) return false;
  return url!.protocol === "https:" || (url!.protocol === "http:" && isBelow(url!.hostname, "localhost"));
}

function isBelow(host: string, parent: string): boolean {
  return host === parent || host.endsWith(`.${parent}`);
}

function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new TypeError(sentence);
}
