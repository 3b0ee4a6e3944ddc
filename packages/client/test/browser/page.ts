import { createClient, type Client, type SessionState } from "@latchkey/client";

/**
 * The program of the page that the tests open. `?readers=10` subscribes ten times, `?readers=0` not at all. `?server=`
 * is the origin of the server, if it is another one.
 */
export interface TestPage {
  readonly client: Client;
  /** Every state that the first reader has seen. */
  readonly seen: string[];
  /** Whether the page has come out of the back/forward cache. */
  wasCached: boolean;
  /** Ends the subscriptions. */
  stop(): void;
}

declare global {
  interface Window {
    test: TestPage;
  }
}

const parameters = new URL(location.href).searchParams;
const client = createClient({ baseUrl: `${parameters.get("server") ?? ""}/auth` });
const seen: string[] = [];
const write = ({ status, user, error }: SessionState) =>
  seen.push([status, user?.email, error?.code].filter(Boolean).join(" "));
const readers = Number(parameters.get("readers") ?? 1);
const subscribed = Array.from({ length: readers }, (_, at) => client.session.subscribe(at === 0 ? write : () => {}));
window.test = { client, seen, wasCached: false, stop: () => subscribed.forEach((stop) => stop()) };
addEventListener("pageshow", ({ persisted }) => (window.test.wasCached = persisted));
