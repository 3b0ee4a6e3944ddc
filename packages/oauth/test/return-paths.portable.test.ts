import { returnPaths } from "./return-paths.ts";

returnPaths();
