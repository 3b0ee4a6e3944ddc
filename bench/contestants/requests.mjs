/** Requests as a browser on the contestant's own site sends them. */

export const origin = "http://localhost";

/** @param {string} path @param {string} [cookie] */
export const get = (path, cookie) => new Request(origin + path, { headers: cookie ? { cookie } : {} });

/** @param {string} path @param {unknown} [body] @param {string} [cookie] */
export function post(path, body = {}, cookie) {
  const headers = { "content-type": "application/json", origin, ...(cookie && { cookie }) };
  return new Request(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The Cookie header to send after an answer. @param {Response} response */
export function cookieOf(response) {
  const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0] ?? "");
  return pairs.filter((pair) => !pair.endsWith("=")).join("; ");
}
