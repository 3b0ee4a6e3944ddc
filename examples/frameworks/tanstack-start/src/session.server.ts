import { getRequest, setResponseHeader } from "@tanstack/react-start/server";
import { authenticate } from "./auth.server";

/** Who sent the request that is being answered. The answer depends on it, so that no cache may keep it. */
export function findSession() {
  setResponseHeader("cache-control", "private, no-store");
  return authenticate(getRequest());
}
