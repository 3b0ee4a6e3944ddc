import { states } from "./state.ts";

states();
