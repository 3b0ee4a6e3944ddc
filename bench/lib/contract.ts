/** What bench/contestants/<name>/contestant.mjs exports: the same few things, whoever is measured. */

export type Database =
  | { kind: "sqlite"; /** of a file that is not there yet */ path: string }
  | { kind: "postgres"; url: string; /** there, empty, and this contestant's own */ schema: string };

export interface World {
  database: Database;
  /** PBKDF2-HMAC-SHA512 with 100 000 iterations, or a hash that costs nothing, wherever the contestant lets one choose. */
  passwords: "pbkdf2" | "none";
  secret: string;
}

export interface Credentials {
  email: string;
  password: string;
}

/** Each makes a fresh request; `null` where the contestant has no such thing. */
export interface Requests {
  signUp: ((credentials: Credentials) => Request) | null;
  signIn: ((credentials: Credentials) => Request) | null;
  me: ((cookie: string) => Request) | null;
  refresh: ((cookie: string) => Request) | null;
  list: ((cookie: string) => Request) | null;
  signOut: ((cookie: string) => Request) | null;
}

export interface Entrant {
  handler: (request: Request) => Promise<Response>;
  requests: Requests;
  /** The Cookie header to send on, from a sign-in's answer. */
  cookieOf: (response: Response) => string;
  /** The call without HTTP, where there is one. */
  getUser?: ((cookie: string) => Promise<object | null>) | null;
  /** The signature and the claims alone, where there are such. */
  verifyToken?: ((cookie: string) => Promise<boolean> | boolean) | null;
  close: () => Promise<void>;
}

export interface ContestantModule {
  /** As people call it. */
  name: string;
  /** Of the library, where the folder's name does not say which of its dependencies that is. */
  version?: string;
  /** What to know about it, beside its figures. */
  note?: string;
  /** Where it can be had; both unless it says so. */
  databases?: Database["kind"][];
  /** Its password hash cannot be chosen. */
  ownPasswords?: boolean;
  open: (world: World) => Promise<Entrant>;
}
