import type { Answer, Client, Fields } from "../conversation/client.ts";
import { findForm } from "./form.ts";

/** What a browser says of a form on a page of this origin. */
const OWN_PAGE = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

/** Sends a greeting to `/hello`, with these headers. */
export type SendGreeting = (greeting: string, headers: Fields) => Promise<Answer>;

/**
 * How a greeting is sent to `/hello`. A route that answers JSON takes JSON. A page has a form, which is sent as a
 * browser without JavaScript sends it: the answer is where the browser ends up.
 *
 * @param token of the user for whom the page shows its form
 */
export async function greetingForms(client: Client, token: string): Promise<SendGreeting> {
  const hello = `${client.origin}/hello`;
  const { body, text } = await client.get(hello, client.cookie(token));
  if (body !== undefined) {
    const type = { "content-type": "application/json" };
    return (greeting, headers) => client.send("POST", hello, { ...type, ...headers }, JSON.stringify({ greeting }));
  }

  const form = findForm({ html: text, url: hello }, "greeting");
  return async (greeting, headers) => {
    const { contentType, body: fields } = form.request("greeting", greeting);
    const browser: Fields = { accept: "text/html", ...(headers.origin === client.origin ? OWN_PAGE : {}) };
    const answer = await client.send("POST", form.url, { "content-type": contentType, ...browser, ...headers }, fields);
    const location = answer.headers.get("location");
    if (location === null) return answer;
    const { cookie } = headers;
    return client.get(new URL(location, hello).href, { ...browser, ...(cookie === undefined ? {} : { cookie }) });
  };
}
