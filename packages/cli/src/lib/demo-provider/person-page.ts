import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** Who one says to be: the claims of the demo provider. */
export interface Person {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 24rem; margin: 12vh auto; padding: 0 1rem }
  label { display: block; margin: 1rem 0 }
  input:not([type="checkbox"]) { display: block; box-sizing: border-box; width: 100%; padding: .5rem; font: inherit }
  button { padding: .5rem 1rem; margin-inline-end: .5rem; font: inherit }`;

/** The page on which one says who one would like to be. */
export function personPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Demo provider</title>
<style>${STYLE}</style>
<h1>Demo provider</h1>
<p>This provider runs on your machine and believes what you say. Who would you like to be?</p>
<form method="post">
<label>Email address <input name="email" type="email" value="ada@example.com" required></label>
<label>Name <input name="name" value="Ada"></label>
<label><input name="email_verified" type="checkbox" value="true" checked> The address is verified</label>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="refuse" formnovalidate>Refuse</button>
</form>
</html>
`;
}

/** Reads the form. `null`: the person refuses. */
export async function personOf(request: IncomingMessage): Promise<Person | null> {
  const form = new URLSearchParams(await text(request));
  const email = form.get("email")?.trim() ?? "";
  if (form.get("answer") !== "allow" || email === "") return null;
  return { email, email_verified: form.get("email_verified") === "true", name: form.get("name") ?? "" };
}
