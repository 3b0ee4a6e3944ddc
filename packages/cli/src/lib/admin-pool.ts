/** The pool of the administrators, beside that of the users. */
export const ADMIN_POOL = "admins";

/** The path above the panel and its routes. */
export const ADMIN_PATH = "/admin";
