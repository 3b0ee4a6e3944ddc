import type { RouteDescription } from "../request/route-description.ts";
import type { Description } from "./description.ts";

/** The description of a route that describes itself. */
export function ownDescription(route: RouteDescription): Description {
  const { id, tag, summary, description, session = "required", query, body, answer, done, refuses = [] } = route;
  const name = `${id[0]!.toUpperCase()}${id.slice(1)}Answer`;
  return {
    id,
    tag,
    summary,
    description,
    session,
    query,
    body,
    ...(answer ? { answer: name, answerSchema: answer } : {}),
    done,
    refuses: session === "required" ? ["unauthenticated", ...refuses] : refuses,
  };
}
