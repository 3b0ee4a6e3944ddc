/** Requests as a browser on the contestant's own site would make them. */

export const origin = "http://localhost";

/**
 * @param {string} path
 * @param {string} [cookie]
 */
export function get(path, cookie) {
  return new Request(origin + path, { headers: cookie ? { cookie } : {} });
}

/**
 * @param {string} path
 * @param {{ cookie?: string, body?: unknown }} [options]
 */
export function post(path, { cookie, body = {} } = {}) {
  const headers = { "content-type": "application/json", origin, ...(cookie && { cookie }) };
  return new Request(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
}

/**
 * The Cookie header that follows an answer.
 *
 * @param {Response} response
 */
export function cookieOf(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .filter((pair) => !pair.endsWith("="))
    .join("; ");
}
