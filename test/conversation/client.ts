import { check, checkSame } from "./check.ts";

export interface ConversationOptions {
  /** A handler, or a client of a real server. It must send every header unchanged. */
  fetch(request: Request): Promise<Response>;
  /**
   * The origin of the server: `http://127.0.0.1:3000`. It is read while a case runs, so the server may start after the
   * cases are listed.
   */
  readonly origin: string;
  /** Default `"/auth"`. */
  readonly basePath?: string;
  readonly secureCookie: boolean;
  /**
   * Whether an application stands around the mount: it has pages at other paths, and may redirect a path to its usual
   * spelling. Default: everything around the mount is 404.
   */
  readonly isInApplication?: boolean;
  /** The one origin in the server's `trustedOrigins`. Without it, cases about trusted origins are left out. */
  readonly trustedOrigin?: string;
  /**
   * For a server with `throttle()`, every route list, and mails that can be read here. Without it, the conversation
   * uses only the four routes that every handler has.
   */
  readonly mails?: Mails;
}

/** The mails that the application has sent. */
export interface Mails {
  /** The token of the newest mail to an address. It waits until there is one. */
  last(address: string): Promise<string>;
}

export type Fields = Readonly<Record<string, string>>;
/** Headers as lines, for a header with several lines. */
export type Lines = readonly (readonly [name: string, value: string])[];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON of the text, else `undefined`. */
  readonly body: any;
}

/** A person with an account, and the token of one session. */
export interface Person {
  readonly email: string;
  readonly password: string;
  readonly user: Readonly<Record<string, unknown>>;
  readonly token: string;
}

/** The client of a conversation. */
export interface Client {
  readonly origin: string;
  readonly base: string;
  readonly secureCookie: boolean;
  readonly isInApplication: boolean;
  readonly trustedOrigin: string | undefined;
  readonly cookieName: string;
  /** Sends a request as given. `path` is below the base path, unless it is a whole URL. */
  send(
    method: string,
    path: string,
    headers?: Fields | Lines,
    body?: string | Uint8Array<ArrayBuffer> | ReadableStream,
  ): Promise<Answer>;
  get(path: string, headers?: Fields | Lines): Promise<Answer>;
  /** Sends JSON as a page of the same origin. */
  post(path: string, body: unknown, headers?: Fields): Promise<Answer>;
  /** Signs up a new person. */
  signUp(fields?: { email?: string; password?: string; metadata?: unknown }): Promise<Person>;
  signIn(person: Person): Promise<Person>;
  /** A person whose first session no case ends. */
  alice(): Promise<Person>;
  /** The header that a browser sends back. */
  cookie(token: string): Fields;
}

export const PASSWORD = "correct horse battery staple";

export function freshEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

export function bearer(token: string): Fields {
  return { authorization: `Bearer ${token}` };
}

export function createClient(options: ConversationOptions): Client {
  const { basePath = "/auth", secureCookie, trustedOrigin } = options;
  const cookieName = secureCookie ? "__Host-latchkey_session" : "latchkey_session";
  let alice: Promise<Person> | undefined;

  const client: Client = {
    get origin() {
      return options.origin;
    },
    get base() {
      return options.origin + basePath;
    },
    secureCookie,
    get isInApplication() {
      return options.isInApplication ?? false;
    },
    trustedOrigin,
    cookieName,
    async send(method, path, headers = {}, body) {
      const url = path.startsWith("http") ? path : client.base + path;
      const stream = body instanceof ReadableStream ? { duplex: "half" } : {};
      return readAnswer(
        await options.fetch(
          new Request(url, {
            method,
            headers: new Headers(headers as HeadersInit),
            ...(body === undefined ? {} : { body }),
            ...stream,
          }),
        ),
      );
    },
    get: (path, headers) => client.send("GET", path, headers),
    post: (path, body, headers) =>
      client.send(
        "POST",
        path,
        { "content-type": "application/json", origin: options.origin, ...headers },
        JSON.stringify(body),
      ),
    async signUp({ email = freshEmail(), password = PASSWORD, metadata } = {}) {
      const answer = await client.post("/signup", { email, password, metadata });
      checkSame(answer.status, 200, `signing up answers ${answer.text}`);
      return { email, password, user: answer.body.user, token: cookieToken(client, answer) };
    },
    async signIn({ email, password }) {
      const answer = await client.post("/signin", { email, password });
      checkSame(answer.status, 200, `signing in answers ${answer.text}`);
      return { email, password, user: answer.body.user, token: cookieToken(client, answer) };
    },
    alice: () => (alice ??= client.signUp()),
    cookie: (token) => ({ cookie: `${cookieName}=${token}` }),
  };
  return client;
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value of the session cookie that an answer sets. */
export function cookieToken({ cookieName }: Client, { headers }: Answer): string {
  const header = headers.get("set-cookie") ?? "";
  check(header.startsWith(`${cookieName}=`), `the answer sets "${header}" instead of ${cookieName}`);
  return header.slice(cookieName.length + 1).split(";")[0]!;
}

/** Checks that an answer is this error. */
export function checkRefused(
  { status, body, text, headers }: Answer,
  expected: number,
  code: string,
  sentence: string,
): void {
  checkSame([status, body?.code], [expected, code], `${sentence} (${text.slice(0, 300)})`);
  check(typeof body.error === "string" && body.error.length > 0, `${sentence}: there is no sentence for people`);
  checkSame(headers.get("set-cookie"), null, `${sentence}: the refusal touches the cookie`);
}

/** The e-mail address of the user of a request, or `null` if it has no session. */
export async function whoIs(client: Client, headers: Fields | Lines, sentence = "/me"): Promise<string | null> {
  const answer = await client.get("/me", headers);
  if (answer.status === 200) return answer.body.user.email;
  checkRefused(answer, 401, "unauthenticated", sentence);
  return null;
}

/** The claims of a token (RFC 7519). */
export function claimsOf(token: string): Record<string, any> {
  const [, payload = ""] = token.split(".");
  return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
}
