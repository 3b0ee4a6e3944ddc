import { endSessionBody } from "../routes/sessions.ts";
import type { Descriptions } from "./description.ts";
import { endedAnswer, refreshedAnswer, sessionsAnswer, success } from "./shapes.ts";

export const sessions: Descriptions = {
  "POST /refresh": { summary: "Extend the session", answer: refreshedAnswer, refuses: ["unauthenticated"] },
  "GET /sessions": {
    summary: "List one's sessions, newest first",
    answer: sessionsAnswer,
    refuses: ["unauthenticated"],
  },
  "POST /sessions/end": {
    summary: "End one of one's sessions",
    body: endSessionBody,
    answer: success,
    refuses: ["unauthenticated", "not_found"],
  },
  "POST /sessions/end-others": {
    summary: "End all of one's sessions but this",
    answer: endedAnswer,
    refuses: ["unauthenticated"],
  },
  "POST /sessions/end-all": { summary: "End all of one's sessions", answer: success, refuses: ["unauthenticated"] },
};
