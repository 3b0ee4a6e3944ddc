import { WrongValue, oneOf, seconds, text, wholeNumber, type Kind } from "./kinds.ts";
import { optional, setting } from "./setting.ts";

const metricsToken: Kind<string> = {
  ...text(),
  parse(value) {
    if (/^[\w.~+/=-]{16,256}$/.test(value)) return value;
    throw new WrongValue("must be 16 to 256 letters, digits and signs of a bearer token");
  },
};

/** How one sees what the server does. */
export const watchingSettings = {
  AUTH_LOG: setting(oneOf("text", "json", "off"), "how requests and errors are logged; off: errors alone, as text", {
    default: "text",
  }),
  AUTH_METRICS_PORT: optional(wholeNumber(0, 65_535), "port of its own for GET /metrics, on HOST; 0 takes any", {
    example: "9464",
  }),
  AUTH_METRICS_TOKEN: optional(
    metricsToken,
    "bearer token that GET /metrics wants; without AUTH_METRICS_PORT it then is on PORT",
    { secret: true },
  ),
  AUTH_SHUTDOWN_DELAY: setting(
    seconds(0, 300),
    "time after SIGTERM in which /health/ready is 503 and everything is still answered",
    { default: 0 },
  ),
};
