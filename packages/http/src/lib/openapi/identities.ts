import { unlinkBody } from "../routes/identities.ts";
import { NEEDS_PROOF, type Descriptions } from "./description.ts";

/** The routes of `identityRoutes`, which `socialRoutes` of `@latchkey/oauth` has, too. */
export const identities: Descriptions = {
  "GET /identities": {
    id: "listIdentities",
    tag: "Social",
    summary: "List your accounts at providers",
    description: "Lists what the current user signs in with, beside mails and passkeys.",
    session: "required",
    answer: "IdentityList",
    done: "The identities, the oldest first, and whether there is a password.",
    refuses: ["unauthenticated", "invalid_request"],
  },
  "POST /identities/delete": {
    id: "deleteIdentity",
    tag: "Social",
    summary: "Unlink an account at a provider",
    description: "Unlinks it, unless it is the last way in. It needs a recent proof.",
    session: "required",
    body: unlinkBody,
    answer: "Success",
    done: "It is unlinked.",
    refuses: ["unauthenticated", "not_found", "last_way_in", ...NEEDS_PROOF],
  },
};
