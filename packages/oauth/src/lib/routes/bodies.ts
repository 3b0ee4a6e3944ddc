import { object, optional, picklist, string } from "valibot";

/** `POST /oauth/:provider/start`. */
export const startBody = object({ purpose: picklist(["link", "prove"]), next: optional(string()) });
/** `POST /oauth/:provider/token`. */
export const tokenBody = object({ idToken: string(), nonce: string() });
/** `POST /oauth/link`. */
export const linkBody = object({ ticket: optional(string()) });
