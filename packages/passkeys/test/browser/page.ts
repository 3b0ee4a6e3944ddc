import { createClient, LatchkeyError, withPasskeys, type PasskeyClient, type Client } from "@latchkey/client";

/** The program of the page that the tests open. `?algorithm=-7` lets passkeys be of this algorithm alone. */
export interface TestPage {
  readonly client: Client & PasskeyClient;
  /** What a call returned, or the code of its error. */
  outcome(call: () => Promise<unknown>): Promise<unknown>;
  /** The sign-in by autofill: what came of it. */
  filled: Promise<unknown> | undefined;
  /** Ends autofill. */
  readonly leave: AbortController;
  /** Closes the dialog. */
  readonly closeDialog: AbortController;
  /** What the page waits for the browser to answer: the mediation of the request (W3C Credential Management). */
  waitsFor: string | undefined;
}

declare global {
  interface Window {
    keyTest: TestPage;
  }
}

const algorithm = Number(new URL(location.href).searchParams.get("algorithm"));
const client = withPasskeys(
  createClient({
    async fetch(url, init) {
      const response = await fetch(url, init);
      if (algorithm === 0 || !url.endsWith("/options")) return response;
      const answer = (await response.json()) as { options?: { pubKeyCredParams?: { alg: number }[] } };
      const { options } = answer;
      if (options?.pubKeyCredParams)
        options.pubKeyCredParams = options.pubKeyCredParams.filter(({ alg }) => alg === algorithm);
      return Response.json(answer, response);
    },
  }),
);
window.keyTest = {
  client,
  outcome: (call) => call().catch((error: unknown) => (error instanceof LatchkeyError ? error.code : String(error))),
  filled: undefined,
  leave: new AbortController(),
  closeDialog: new AbortController(),
  waitsFor: undefined,
};

const get = navigator.credentials.get.bind(navigator.credentials);
navigator.credentials.get = (options) => {
  window.keyTest.waitsFor = options?.mediation ?? "optional";
  return get(options);
};
