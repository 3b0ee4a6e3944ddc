import { library } from "../../tsup.base.ts";

export default library(["src/index.ts", "src/memory.ts", "src/testing.ts", "src/scrypt.ts", "src/argon2id.ts"]);
