import { flows } from "./flow.ts";

flows();
