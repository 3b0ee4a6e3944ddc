import { object, optional, picklist, string } from "valibot";
import { HOLDS_BACK, type Descriptions } from "./description.ts";

const AT_PROVIDER =
  "Answers with a redirect also when it fails: to the error path, with `error`, `provider` and `next`.";

/** The routes of `@latchkey/oauth`, beside those of `identityRoutes`. */
export const social: Descriptions = {
  "GET /oauth/:provider": {
    id: "goToProvider",
    tag: "Social",
    summary: "Go to a provider to sign in",
    description: `For links and buttons. \`next\` in the query is the path to go to afterwards. ${AT_PROVIDER}`,
    session: "none",
    done: "To the provider.",
    cookie: "flow",
    page: true,
    refuses: [],
  },
  "GET /oauth/:provider/callback": {
    id: "returnFromProvider",
    tag: "Social",
    summary: "Come back from a provider",
    description: `Where the provider sends the browser: its redirect URI. ${AT_PROVIDER}`,
    session: "optional",
    done: "To `next`, signed in.",
    cookie: "landing",
    page: true,
    refuses: [],
  },
  "POST /oauth/:provider/callback": {
    id: "returnFromProviderByForm",
    tag: "Social",
    summary: "Come back from a provider by a form",
    description: "Hands a form on to `GET` of the same path, to which the browser sends its cookies.",
    session: "none",
    done: "To the same path.",
    refuses: ["not_found", "payload_too_large"],
  },
  "POST /oauth/:provider/start": {
    id: "startAtProvider",
    tag: "Social",
    summary: "Go to a provider to link or to prove",
    description:
      "Begins a flow of this session: it ends in this session alone. To link, the session must have been proved in " +
      "the last 5 minutes.",
    session: "required",
    body: object({ purpose: picklist(["link", "prove"]), next: optional(string()) }),
    answer: "ProviderLocation",
    done: "Where to send the browser.",
    cookie: "flow",
    refuses: ["unauthenticated", "proof_required", "not_found", "provider_failed"],
  },
  "POST /oauth/:provider/nonce": {
    id: "getProviderNonce",
    tag: "Social",
    summary: "Get a nonce for an app",
    description: "For apps and Google One Tap, which get an ID token from the provider themselves.",
    session: "none",
    answer: "Nonce",
    done: "The nonce.",
    refuses: ["not_found", "invalid_request"],
  },
  "POST /oauth/:provider/token": {
    id: "signInByIdToken",
    tag: "Social",
    summary: "Sign in by an ID token",
    description:
      "The ID token must be for this application, and for the nonce or its SHA-256 in hex. `link_required` brings a " +
      "`ticket`.",
    session: "none",
    takesCarrier: true,
    body: object({ idToken: string(), nonce: string() }),
    answer: "SignedIn",
    done: "The user is signed in.",
    cookie: "set",
    refuses: [
      "not_found",
      "invalid_token",
      "flow_expired",
      "email_required",
      "sign_ups_closed",
      "invalid_metadata",
      "invalid_credentials",
      "email_not_verified",
      ...HOLDS_BACK,
      "link_required",
      "rate_limited",
      "provider_failed",
    ],
  },
  "POST /oauth/link": {
    id: "linkPending",
    tag: "Social",
    summary: "Link what led to link_required",
    description:
      "Links the account at the provider to the user of the session, who has its address and has signed in by " +
      "another way in the last 15 minutes.",
    session: "required",
    body: object({ ticket: optional(string()) }),
    answer: "IdentityAnswer",
    done: "The identity.",
    cookie: "link",
    refuses: ["unauthenticated", "proof_required", "flow_expired", "link_required", "identity_taken", "refused"],
  },
};
