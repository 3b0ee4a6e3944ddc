import { formNames } from "./form-name.ts";

formNames();
