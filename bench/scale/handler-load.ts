/** What a server process is told, and what it tells. */

/** Requests in flight in each process. */
export const IN_FLIGHT = 16;

export type Order =
  | { readonly load: "me" | "signIn"; readonly milliseconds: number }
  | { readonly send: "me" | "signOut"; readonly token: string }
  | "end";

/** Of a load: how long each took, in milliseconds, how long they took together, and the processor time of this process. */
export interface Done {
  readonly times: number[];
  readonly milliseconds: number;
  readonly processor: number;
}
