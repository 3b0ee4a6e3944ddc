import { endSessionBody } from "../routes/sessions.ts";
import { proveBody } from "../routes/step-up.ts";
import { CHECKS_PASSWORD, type Descriptions } from "./description.ts";

export const sessions: Descriptions = {
  "POST /refresh": {
    id: "refreshSession",
    tag: "Sessions",
    summary: "Extend the session",
    description:
      "Extends the session and returns a new token for it, the same way as the old one came: in the cookie, or in " +
      "`token` for a token in `Authorization`. The old token stays valid until it expires.",
    session: "required",
    answer: "RefreshedSession",
    done: "The session is extended.",
    cookie: "set",
    refuses: ["unauthenticated", "invalid_metadata"],
  },
  "GET /sessions": {
    id: "listSessions",
    tag: "Sessions",
    summary: "List the user's sessions",
    description: "Returns the live sessions of the current user, newest first, at most 100.",
    session: "required",
    answer: "SessionList",
    done: "The sessions.",
    refuses: ["unauthenticated"],
  },
  "POST /sessions/end": {
    id: "endSession",
    tag: "Sessions",
    summary: "End a session",
    description: "Ends one session of the current user.",
    session: "required",
    body: endSessionBody,
    fields: { id: "The id of the session." },
    answer: "Success",
    done: "The session is over.",
    refuses: ["unauthenticated", "not_found"],
  },
  "POST /sessions/end-others": {
    id: "endOtherSessions",
    tag: "Sessions",
    summary: "End all other sessions",
    description: "Ends all sessions of the current user except the one of this request.",
    session: "required",
    answer: "EndedSessions",
    done: "The other sessions are over.",
    refuses: ["unauthenticated"],
  },
  "POST /sessions/end-all": {
    id: "endAllSessions",
    tag: "Sessions",
    summary: "End all sessions",
    description: "Ends all sessions of every user whose token is in the request, and clears the cookie.",
    session: "required",
    answer: "Success",
    done: "All sessions are over.",
    cookie: "cleared",
    refuses: ["unauthenticated"],
  },
  "POST /prove": {
    id: "proveSession",
    tag: "Sessions",
    summary: "Prove again to be the user",
    description:
      "Renews the proof of the session by the password, for the next 5 minutes. It opens no session: the token stays " +
      "the same.",
    session: "required",
    body: proveBody,
    answer: "Proof",
    done: "The session is proved.",
    refuses: ["unauthenticated", ...CHECKS_PASSWORD],
  },
};
