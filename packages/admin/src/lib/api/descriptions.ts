import type { Route, RouteDescription } from "@latchkey/http";
import { actions } from "../people/actions.ts";
import { auditPage, done, oneUser, pageQuery, person, personalData, userPage, usersQuery } from "./answers.ts";
import { changedPersonBody, newPersonBody } from "./bodies.ts";

type Own = Omit<RouteDescription, "tag">;

const PASSWORD_RULES = ["invalid_password", "password_too_short", "password_too_long", "password_too_common"] as const;
const NAMES = ["invalid_email", "invalid_username", "invalid_metadata", "user_exists", "username_taken"] as const;

const READ: Readonly<Record<string, Own>> = {
  "GET /users": {
    id: "listUsers",
    summary: "List users",
    description: "Lists users, the oldest first, or finds some by a name and by filters.",
    query: usersQuery,
    answer: userPage,
    done: "One page of users.",
    refuses: ["invalid_input"],
  },
  "POST /users": {
    id: "createUser",
    summary: "Create a user",
    description: "Creates a user, with or without a password. Nobody is signed in.",
    body: newPersonBody,
    answer: oneUser,
    done: "The new user.",
    refuses: [...NAMES, ...PASSWORD_RULES, "overloaded"],
  },
  "GET /users/:id": {
    id: "getUser",
    summary: "Get a user",
    description: "A user with the sessions, API keys and accounts at providers.",
    answer: person,
    done: "The user.",
    refuses: ["not_found"],
  },
  "PATCH /users/:id": {
    id: "updateUser",
    summary: "Change a user",
    description: "Changes the fields that are given and leaves the others as they are.",
    body: changedPersonBody,
    answer: oneUser,
    done: "The user as it is now.",
    refuses: ["not_found", ...NAMES],
  },
  "DELETE /users/:id": {
    id: "deleteUser",
    summary: "Delete a user",
    description: "Deletes a user with everything that belongs to the account. The audit log stays.",
    answer: done,
    done: "The user is deleted.",
    refuses: ["not_found", "last_user"],
  },
  "GET /users/:id/export": {
    id: "exportUser",
    summary: "Export a user",
    description: "Everything that is stored about a person, for handing it out to the person.",
    answer: personalData,
    done: "The data, without any secret.",
    refuses: ["not_found"],
  },
  "GET /audit": {
    id: "listAuditLog",
    summary: "Read the audit log",
    description: "Entries of the pool, the newest first.",
    query: pageQuery,
    answer: auditPage,
    done: "One page of entries.",
    refuses: ["invalid_input"],
  },
  "GET /users/:id/audit": {
    id: "listAuditLogOfUser",
    summary: "Read the audit log of a user",
    description: "Entries about one user, the newest first.",
    query: pageQuery,
    answer: auditPage,
    done: "One page of entries.",
    refuses: ["invalid_input"],
  },
};

/** By the name of the action. */
const ACTIONS: Readonly<Record<string, Pick<Own, "summary" | "description" | "refuses">>> = {
  password: {
    summary: "Set a password",
    description: "Sets a new password and ends every session of the user.",
    refuses: [...PASSWORD_RULES, "overloaded"],
  },
  verify: { summary: "Verify an address", description: "Says that the user receives mail at the address." },
  disable: {
    summary: "Disable a user",
    description: "Ends every session of the user and lets nobody in.",
    refuses: ["last_user"],
  },
  enable: { summary: "Enable a user", description: "Lets a disabled user in again." },
  unlock: { summary: "Unlock a user", description: "Forgets failed attempts to sign in." },
  "end-sessions": { summary: "End all sessions", description: "Ends every session of the user." },
  "end-session": { summary: "End a session", description: "Ends one session of the user." },
  "delete-api-key": { summary: "Delete an API key", description: "Deletes one API key of the user." },
  "unlink-identity": {
    summary: "Unlink an account at a provider",
    description: "Takes an account at a provider from the user, unless it is the last way in.",
    refuses: ["last_way_in"],
  },
  "delete-passkey": {
    summary: "Delete a passkey",
    description: "Deletes one passkey of the user, unless it is the last way in.",
    refuses: ["last_way_in"],
  },
  "reset-second-factor": {
    summary: "Reset the second factor",
    description: "Turns the second factor off, with its recovery codes and trusted devices. The owner gets a mail.",
    refuses: ["second_factor_disabled"],
  },
  "send-reset": {
    summary: "Send a mail to reset the password",
    description: "Sends the mail with which the user sets a new password.",
    refuses: ["rate_limited"],
  },
  "send-verification": {
    summary: "Send a mail to verify the address",
    description: "Sends the mail with which the user proves the address.",
    refuses: ["rate_limited"],
  },
  erase: {
    summary: "Erase a person",
    description: "Deletes the user and erases the person from the audit log, which stays valid.",
    refuses: ["last_user"],
  },
};

interface DescribedRoute extends Pick<Route, "method" | "path"> {
  /** Whether it needs a recent proof. */
  readonly hurts: boolean;
}

/** What OpenAPI says about a route. */
export function describe({ method, path, hurts }: DescribedRoute): RouteDescription {
  const own = READ[`${method} ${path}`] ?? describeAction(path.slice(path.lastIndexOf("/") + 1));
  const proof = hurts ? (["proof_required"] as const) : [];
  return { ...own, tag: "Administration", refuses: [...proof, "refused", ...(own.refuses ?? [])] };
}

function describeAction(name: string): Own {
  const { summary, description, refuses = [] } = ACTIONS[name]!;
  const { body } = actions[name]!;
  const hasBody = Object.keys(body.entries).length > 0;
  return {
    id: `${name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}OfUser`,
    summary,
    description,
    ...(hasBody ? { body } : {}),
    answer: done,
    done: "It is done.",
    refuses: ["not_found", ...refuses],
  };
}
