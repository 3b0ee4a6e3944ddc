import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { identities } from "@latchkey/core/identities";
import { memoryStorage } from "@latchkey/core/memory";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { stepUp } from "@latchkey/core/step-up";
import { sessions } from "@latchkey/core/sessions";
import { usernames } from "@latchkey/core/usernames";
import {
  apiKeyRoutes,
  emailChangeRoutes,
  emailVerificationRoutes,
  identityRoutes,
  mailSignInRoutes,
  ownAccountRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
  stepUpRoutes,
  sessionRoutes,
  usernameRoutes,
  type Route,
} from "@latchkey/http";
import { socialRoutes, socialSignIn } from "../../../oauth/src/index.ts";
import { passkeyRoutes, passkeys } from "../../../passkeys/src/index.ts";
import { secondFactor, secondFactorRoutes, secondFactors } from "../../../second-factor/src/index.ts";
import { serviceTokenRoutes, serviceTokens } from "../../../service-tokens/src/index.ts";
import { SECRET } from "../support.ts";

const auth = createAuth({ storage: memoryStorage(), secret: SECRET });
const send = () => {};
const guards = [secondFactor({ issuer: "Example" })];
const factors = secondFactors(createAuth({ storage: memoryStorage(), secret: SECRET, guards }));
const social = socialSignIn(auth, { origin: "https://example.com", providers: [] });
const keys = passkeys(auth, { rpId: "example.com", origins: ["https://example.com"] });
const ofIdentities = identityRoutes(identities(auth));
const services = serviceTokens(auth, { issuer: "https://example.com", keys: undefined, audiences: ["orders"] });

/** Every route list that an application can mount, by the code that makes it. */
export const ROUTE_LISTS: Readonly<Record<string, readonly Route[]>> = {
  "sessionRoutes(sessions(auth))": sessionRoutes(sessions(auth)),
  "stepUpRoutes(stepUp(auth))": stepUpRoutes(stepUp(auth)),
  "passwordChangeRoutes(passwordChange(auth))": passwordChangeRoutes(passwordChange(auth)),
  "passwordResetRoutes(passwordReset(auth, …))": passwordResetRoutes(passwordReset(auth, { send })),
  "emailVerificationRoutes(emailVerification(auth, …))": emailVerificationRoutes(emailVerification(auth, { send })),
  "emailChangeRoutes(emailChange(auth, …))": emailChangeRoutes(emailChange(auth, { send, notify: send })),
  "mailSignInRoutes(mailSignIn(auth, …))": mailSignInRoutes(mailSignIn(auth, { send, sendProof: send })),
  "ownAccountRoutes(ownAccount(auth))": ownAccountRoutes(ownAccount(auth)),
  "usernameRoutes(usernames(auth))": usernameRoutes(usernames(auth)),
  "apiKeyRoutes(apiKeys(auth))": apiKeyRoutes(apiKeys(auth)),
  // It has those of identityRoutes, too.
  "socialRoutes(socialSignIn(auth, …))": socialRoutes(social).filter(
    ({ path }) => !ofIdentities.some((one) => one.path === path),
  ),
  "identityRoutes(identities(auth))": ofIdentities,
  "passkeyRoutes(passkeys(auth, …))": passkeyRoutes(keys),
  "secondFactorRoutes(secondFactors(auth))": secondFactorRoutes(factors),
  "serviceTokenRoutes(serviceTokens(auth, …))": serviceTokenRoutes(services),
};
