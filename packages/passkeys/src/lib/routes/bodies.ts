import { object, optional, record, string, unknown } from "valibot";

const response = record(string(), unknown());

/** `POST /signin/passkey` and `POST /prove/passkey`. */
export const answerBody = object({ response });
/** `POST /signup/passkey/options`. */
export const signUpOptionsBody = object({ email: string(), metadata: optional(unknown()) });
/** `POST /signup/passkey`. */
export const signUpBody = object({ response, name: optional(string()), metadata: optional(unknown()) });
/** `POST /passkeys`. */
export const addBody = object({ response, name: optional(string()) });
/** `POST /passkeys/rename`. */
export const renameBody = object({ id: string(), name: string() });
/** `POST /passkeys/delete`. */
export const deleteBody = object({ id: string(), currentPassword: optional(string()) });
