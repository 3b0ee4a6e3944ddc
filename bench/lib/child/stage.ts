import type { Credentials, Entrant } from "../contract.ts";

/** A contestant that is open, and who has an account and a session with it. */
export interface Stage {
  entrant: Entrant;
  accounts: Credentials[];
  sessions: SignedIn[];
}

export interface SignedIn {
  email: string;
  cookie: string;
}

/** Hands a request in and reads the answer to its end, as a server does. Throws where it is refused. */
export async function visit({ handler }: Entrant, request: Request): Promise<{ response: Response; text: string }> {
  const response = await handler(request);
  const text = await response.text();
  if (response.status >= 400)
    throw new Error(`${request.method} ${request.url} was answered with ${response.status}: ${text.slice(0, 500)}`);
  return { response, text };
}
