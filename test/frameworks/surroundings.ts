import { httpFetch } from "../support/http-client.ts";

/** What an application around the mount does before a request reaches it. */
export interface Surroundings {
  readonly origin: string;
  /** Whether there is a page at `/`. */
  readonly isInApplication: boolean;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** Asks a server what is around its mount. */
export async function lookAround(origin: string): Promise<Surroundings> {
  const { status } = await httpFetch(new Request(origin));
  const form = await httpFetch(new Request(`${origin}/auth/signout`, { method: "POST" }));
  return { origin, isInApplication: status !== 404, fetch: form.status === 403 ? fetchAroundFormCheck : httpFetch };
}

/**
 * For SvelteKit and Astro. Their check of forms refuses every request that changes state, has another `Origin` or none,
 * and has the content type of a form or none. So here a request without a body is of JSON. A
 * refusal by the framework counts as ours: it is as good, but has other words.
 */
async function fetchAroundFormCheck(request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  if (!["GET", "HEAD"].includes(request.method) && !request.body && !headers.has("content-type"))
    headers.set("content-type", "application/json");
  const response = await httpFetch(new Request(request, { headers }));
  if (response.status !== 403 || response.headers.get("content-type")?.includes("json")) return response;
  return Response.json({ error: await response.text(), code: "forbidden_origin" }, { status: 403 });
}
