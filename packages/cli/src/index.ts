export { readConfig, type Config, type Environment } from "./lib/config.ts";
export type { Database } from "./lib/database.ts";
export type { Log } from "./lib/log.ts";
export { CliError } from "./lib/log.ts";
export { serve, type RunningServer, type ServeOptions } from "./lib/serve.ts";
