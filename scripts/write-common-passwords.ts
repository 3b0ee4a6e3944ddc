/** Writes the list of common passwords that `@latchkey/core/common-passwords` holds. */
import { writeFileSync } from "node:fs";
import { listFile } from "./common-passwords/list.ts";

writeFileSync(new URL("../packages/core/src/lib/passwords/common-passwords-list.ts", import.meta.url), listFile());
