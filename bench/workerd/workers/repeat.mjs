/**
 * A worker that repeats one operation as often as it is told. Clocks in workerd stand still while nothing comes in, so time is taken outside.
 *
 * @param {(env: any) => Promise<Record<string, () => unknown>>} open run once, at the first request
 */
export function repeating(open) {
  /** @type {Record<string, () => unknown> | undefined} */
  let operations;
  return {
    /**
     * @param {Request} request
     * @param {unknown} env
     */
    async fetch(request, env) {
      const { searchParams } = new URL(request.url);
      operations ??= { nothing() {}, ...(await open(env)) };
      const operation = operations[searchParams.get("operation") ?? ""];
      if (!operation) return new Response(Object.keys(operations).join(), { status: 404 });
      for (let left = Number(searchParams.get("times")); left > 0; left--) await operation();
      return new Response("done");
    },
  };
}

/**
 * The operation of sending a request to a handler and reading its answer, which has to be a good one.
 *
 * @param {(request: Request) => Promise<Response>} handler
 * @param {() => Request} request
 */
export function answered(handler, request) {
  return async () => {
    const response = await handler(request());
    const text = await response.text();
    if (!response.ok || text === "null") throw new Error(`${response.status} ${text}`);
  };
}

export const origin = "http://localhost";
export const credentials = { email: "ada@example.com", password: "correct horse" };

/**
 * @param {string} path
 * @param {unknown} body
 */
export function post(path, body) {
  return new Request(origin + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(body),
  });
}

/**
 * @param {string} path
 * @param {string} cookie
 */
export function get(path, cookie) {
  return new Request(origin + path, { headers: { cookie } });
}

/** The Cookie header that follows an answer. @param {Response} response */
export function cookieOf(response) {
  if (!response.ok) throw new Error(`signing up was answered with ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
