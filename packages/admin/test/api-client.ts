import { ORIGIN } from "./console.ts";

export interface Answer {
  readonly status: number;
  readonly body: any;
}

export interface Asked {
  readonly method: string;
  /** Below `/admin`. */
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: object | undefined;
}

/** Asks a route as a program does: by bearer token, in JSON. */
export async function ask(
  handler: (request: Request) => Promise<Response>,
  { method, path, token, body }: Asked,
): Promise<Answer> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (body) headers["content-type"] = "application/json";
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await handler(new Request(`${ORIGIN}/admin${path}`, init));
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
}
