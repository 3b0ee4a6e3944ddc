import { connect } from "node:net";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export const PASSWORD = "correct horse battery staple";

export async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return read(await fetch(url, { headers }));
}

export async function post(
  url: string,
  body: object | undefined,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const json = body && { "content-type": "application/json" };
  return read(
    await fetch(url, { method: "POST", headers: { ...json, ...headers }, ...(body && { body: JSON.stringify(body) }) }),
  );
}

/** As a client that keeps its own token. */
export function signUp(base: string, email: string): Promise<Answer> {
  return post(`${base}/auth/signup`, { email, password: PASSWORD }, { "session-carrier": "bearer" });
}

export function signIn(base: string, email: string, password = PASSWORD): Promise<Answer> {
  return post(`${base}/auth/signin`, { email, password }, { "session-carrier": "bearer" });
}

export function me(base: string, token: string): Promise<Answer> {
  return get(`${base}/auth/me`, bearer(token));
}

export function signOut(base: string, token: string): Promise<Answer> {
  return post(`${base}/auth/signout`, undefined, bearer(token));
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** A bare connection: what is written goes out as it is. */
export function dial(base: string) {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  let received = "";
  let isClosed = false;
  socket.setEncoding("latin1").on("data", (text: string) => (received += text));
  // A server may cut a client off in the middle of its nonsense.
  socket.on("error", () => {}).on("close", () => (isClosed = true));
  return { socket, received: () => received, isClosed: () => isClosed };
}

/** Whether anybody listens there. */
export function isReachable(base: string): Promise<boolean> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  return {
    status,
    headers,
    body: headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text,
  };
}
