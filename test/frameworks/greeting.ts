import type { Answer, Client, Fields } from "../conversation/client.ts";

/**
 * How a greeting is sent to `/hello`. A route that answers JSON takes JSON.
 *
 * @returns sends `Good day`, with these headers
 */
export async function greetingForms(client: Client, token: string): Promise<(headers: Fields) => Promise<Answer>> {
  const hello = `${client.origin}/hello`;
  const { body } = await client.get(hello, client.cookie(token));
  if (body === undefined) throw new Error("No JSON: /hello is a page, and how its form is sent is not written yet.");
  return (headers) =>
    client.send("POST", hello, { "content-type": "application/json", ...headers }, '{"greeting":"Good day"}');
}
