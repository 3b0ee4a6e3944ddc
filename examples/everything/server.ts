import { serve } from "@hono/node-server";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { admin, adminRoutes, panelRoutes } from "@latchkey/admin";
import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { auditLog, audited } from "@latchkey/core/audit";
import { emailVerification } from "@latchkey/core/email-verification";
import { identities } from "@latchkey/core/identities";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { sessions } from "@latchkey/core/sessions";
import { stepUp } from "@latchkey/core/step-up";
import { throttle } from "@latchkey/core/throttle";
import { usernames } from "@latchkey/core/usernames";
import {
  apiKeyRoutes,
  createHandler,
  emailVerificationRoutes,
  identityRoutes,
  mailSignInRoutes,
  sessionRoutes,
  stepUpRoutes,
  usernameRoutes,
} from "@latchkey/http";
import { openid, socialRoutes, socialSignIn } from "@latchkey/oauth";
import { pageRoutes, pages } from "@latchkey/pages";
import { passkeyRoutes, passkeys } from "@latchkey/passkeys";
import { secondFactor, secondFactorRoutes, secondFactors } from "@latchkey/second-factor";

const { AUTH_SECRET = "", DATABASE_FILE = "auth.db", INSECURE_COOKIE, PORT = "3000" } = process.env;
const origin = process.env.ORIGIN ?? `http://localhost:${PORT}`;
const { OIDC_ISSUER, OIDC_CLIENT_ID = "", OIDC_CLIENT_SECRET } = process.env;
const secure = INSECURE_COOKIE !== "1";

const storage = audited(sqliteStorage(DATABASE_FILE), { secret: AUTH_SECRET });
const guards = [throttle(), secondFactor({ issuer: "Everything", trustedDevices: true })];
const auth = createAuth({ storage, secret: AUTH_SECRET, guards });

// Any OpenID provider. Google, Microsoft, GitHub and others have functions of their own.
const social =
  OIDC_ISSUER === undefined
    ? undefined
    : socialSignIn(auth, {
        origin,
        providers: [
          openid("company", {
            issuer: OIDC_ISSUER,
            clientId: OIDC_CLIENT_ID,
            clientSecret: OIDC_CLIENT_SECRET,
            name: "Company",
          }),
        ],
      });

const companions = {
  social,
  passkeys: passkeys(auth, { rpId: new URL(origin).hostname, rpName: "Everything", origins: [origin] }),
  secondFactor: secondFactors(auth),
  usernames: usernames(auth),
  // Mails would go out here. Who has proved the address keeps the account: a mail to sign in takes over any other.
  emailVerification: emailVerification(auth, {
    send: ({ user, token }) => console.log(`${user.email}: ${origin}/auth/verify-email?token=${token}`),
  }),
  // The link leads to the page, and the code works in the browser that asked.
  mailSignIn: mailSignIn(auth, {
    send: ({ email, token, code }) => console.log(`${email}: ${origin}/auth/mail-sign-in#token=${token} or ${code}`),
    sendProof: ({ email, code }) => console.log(`${email}: ${code}`),
  }),
  sessions: sessions(auth),
  passwordChange: passwordChange(auth),
  apiKeys: apiKeys(auth),
  ownAccount: ownAccount(auth),
};
const handler = createHandler(auth, {
  cookie: { secure },
  routes: [
    ...pageRoutes(pages(auth, { name: "Everything", ...companions })),
    ...passkeyRoutes(companions.passkeys),
    ...secondFactorRoutes(companions.secondFactor),
    ...usernameRoutes(companions.usernames),
    ...emailVerificationRoutes(companions.emailVerification),
    ...mailSignInRoutes(companions.mailSignIn),
    ...(social ? socialRoutes(social) : identityRoutes(identities(auth))),
    ...sessionRoutes(companions.sessions),
    ...apiKeyRoutes(companions.apiKeys),
    ...stepUpRoutes(stepUp(auth)),
  ],
});

// Administrators are users of a pool of their own: `npx latchkey admins create` makes the first one.
const administrators = createAuth({
  storage,
  secret: AUTH_SECRET,
  pool: "admins",
  signUps: false,
  keepsLastUser: true,
  guards: [throttle()],
});
const panel = admin(auth, { administrators, audit: auditLog(auth) });
const adminHandler = createHandler(administrators, {
  basePath: "/admin",
  cookie: { name: "latchkey_session_admins", secure },
  routes: [...adminRoutes(panel), ...panelRoutes(panel, { name: "Everything" })],
});

const fetch = (request: Request) =>
  new URL(request.url).pathname.startsWith("/admin/") ? adminHandler(request) : handler(request);
serve({ fetch, port: Number(PORT) }, ({ port }) => {
  console.log(`Accounts at http://localhost:${port}/auth`);
});
