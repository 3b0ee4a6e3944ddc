import { linking } from "./linking.ts";

linking();
