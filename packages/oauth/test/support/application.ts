import { createAuth, type AuthOptions } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { createHandler, type HandlerOptions } from "@latchkey/http";
import {
  openid,
  socialRoutes,
  socialSignIn,
  type OpenIdOptions,
  type Provider,
  type SocialOptions,
} from "@latchkey/oauth";
import { openIdProvider } from "./counterparts.ts";
import { openVisitor, type Visitor } from "./visitor.ts";

export const ORIGIN = "https://app.example.com";
export const SECRET = "a secret of this project, 32 bytes or more";
export const CLIENT = { client_id: "shop", client_secret: "a secret of the shop" };
export const ADA = { email: "ada@example.com", password: "correct horse battery" };

/** What the OpenID provider of the tests asks a person for. */
export const PERSON = { answer: "allow", subject: "ada-1", email: ADA.email, email_verified: "true", name: "Ada" };

export type Options = Partial<SocialOptions> & {
  readonly auth?: Partial<AuthOptions>;
  readonly handler?: Partial<HandlerOptions>;
};

/** An application with these providers, in this process. */
export function openApplication(providers: readonly Provider[], { auth: more, handler: http, ...rest }: Options = {}) {
  const clock = testClock(Date.now());
  const storage = memoryStorage();
  const common = { secret: SECRET, passwords: fastHasher(), guards: [], now: clock.now };
  const auth = createAuth({ storage, ...common, ...more });
  const social = socialSignIn(auth, { origin: ORIGIN, providers, now: clock.now, ...rest });
  const reported: unknown[] = [];
  const handler = createHandler(auth, {
    routes: socialRoutes(social),
    onError: (error) => void reported.push(error),
    ...http,
  });
  const { origin } = new URL(rest.origin ?? ORIGIN);
  const application = { origin, handler };

  /** A request of a script on a page of the application, with the cookies of a visitor. */
  async function send(visitor: Visitor | null, path: string, body?: object) {
    const url = `${origin}${path}`;
    const cookie = Object.entries(visitor?.cookies(url) ?? {}).map(([name, value]) => `${name}=${value}`);
    const headers = new Headers({ "content-type": "application/json", origin });
    if (cookie.length > 0) headers.set("cookie", cookie.join("; "));
    const init = { method: body ? "POST" : "GET", headers };
    const response = await handler(new Request(url, body ? { ...init, body: JSON.stringify(body) } : init));
    visitor?.keep(url, response.headers);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  }

  return {
    ...application,
    application,
    auth,
    social,
    storage,
    clock,
    reported,
    send,
    visitor: () => openVisitor(application),
    /** Who is signed in with this visitor, by the address. */
    async whoIs(visitor: Visitor | null): Promise<string | null> {
      const { status, body } = await send(visitor, "/auth/me");
      return status === 200 ? body.user.email : null;
    },
  };
}

/** What the tests read of answers. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = any;

/** An application with a new OpenID provider of the tests. */
export async function openOkta(options: Options & { readonly okta?: Partial<OpenIdOptions> } = {}) {
  const { okta, ...rest } = options;
  const origin = rest.origin ?? ORIGIN;
  const redirect = `${origin}${rest.basePath ?? "/auth"}/oauth/okta/callback`;
  const provider = await openIdProvider([{ ...CLIENT, redirect_uris: [redirect] }]);
  const { client_id: clientId, client_secret: clientSecret } = CLIENT;
  const data = openid("okta", { issuer: provider.issuer, clientId, clientSecret, name: "Okta", ...okta });
  return { ...openApplication([data], rest), provider };
}

export type Application = ReturnType<typeof openApplication>;

/** Signs in as a person, to the first page after it. */
export async function signIn(
  { origin }: Pick<Application, "origin">,
  visitor: Visitor,
  {
    person = PERSON,
    path = "/auth/oauth/okta",
  }: { readonly person?: Partial<typeof PERSON>; readonly path?: string } = {},
) {
  const page = await visitor.visit(`${origin}${path}`);
  return visitor.submit(page, { ...PERSON, ...person });
}
