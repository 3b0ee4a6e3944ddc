import { counterparts } from "./counterparts.ts";

counterparts();
