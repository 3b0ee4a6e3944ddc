import type { PublicError, RedirectReply, Route, RouteContext } from "@latchkey/http";
import { HttpError } from "@latchkey/http";
import { begin, readNext } from "../flow/begin.ts";
import { finish, type Landing } from "../flow/finish.ts";
import { sealFormName } from "../flow/form-name.ts";
import { readBytes } from "../http/bounded-fetch.ts";
import { providerOf, type Parts } from "../parts.ts";

/** What of a form is handed on: no name and no address of a person stands in an address of a page. */
const ANSWER = ["code", "state", "iss", "error"];
const MAX_FORM_BYTES = 16 * 1024;

/** The routes that browsers go to: every refusal is a redirect to a page of the application. */
export function browserRoutes(parts: Parts): readonly Route[] {
  // The page of an error gets the request alone. A request that is over is forgotten.
  const landings = new WeakMap<Request, Landing>();
  const land = (request: Request) => {
    const landing: Landing = { setCookie: [] };
    landings.set(request, landing);
    return landing;
  };
  const errorPage = (error: PublicError, request: Request) => failed(parts, error, landings.get(request));

  return [
    {
      method: "GET",
      path: "/oauth/:provider",
      offers: () => ({ oauth: { providers: offered(parts) } }),
      errorPage,
      async handle({ request, params }) {
        const next = new URL(request.url).searchParams.get("next");
        const landing = Object.assign(land(request), { next: readNext(next) ?? undefined });
        const id = params.provider!;
        if (parts.settings.providers.has(id)) landing.provider = id;
        const begun = await begin(parts, { provider: id, next, headers: request.headers });
        return { redirectTo: begun.location, setCookie: begun.setCookie };
      },
    },
    {
      method: "GET",
      path: "/oauth/:provider/callback",
      opensSession: true,
      originProof: "state",
      errorPage,
      async handle(context) {
        const { request, params, tokens, client, opening } = context;
        const landing = land(request);
        const back = {
          providerId: params.provider!,
          parameters: new URL(request.url).searchParams,
          headers: request.headers,
          tokens: tokens.map(({ token }) => token),
          client,
          options: opening,
        };
        const signedIn = await finish(parts, back, landing);
        const session = signedIn ? context.sessionCookie(signedIn) : [];
        return { redirectTo: landing.next!, setCookie: [...landing.setCookie, ...session] };
      },
    },
    {
      method: "POST",
      path: "/oauth/:provider/callback",
      // It hands the form on to the GET, to which the browser then sends its cookies (SameSite=Lax).
      originProof: "state",
      handle: (context) => handOn(parts, context),
    },
  ];
}

/** What `GET /methods` says of the providers. */
function offered({ settings }: Parts): readonly object[] {
  return [...settings.providers.values()].map(({ id, name }) => ({ id, name }));
}

function failed({ settings }: Parts, { code }: PublicError, landing: Landing | undefined): RedirectReply {
  const { origin, errorPath } = settings;
  const { startedAt, next } = landing ?? {};
  const url = new URL(startedAt ?? errorPath, origin);
  url.searchParams.set("error", code);
  if (landing?.provider !== undefined) url.searchParams.set("provider", landing.provider);
  if (next !== undefined && startedAt === undefined) url.searchParams.set("next", next);
  return { redirectTo: url.pathname + url.search + url.hash, setCookie: landing?.setCookie ?? [] };
}

/** Answers a form that the provider posts (OAuth 2.0 Form Post Response Mode) by a redirect to the same address. */
async function handOn(parts: Parts, { request, params }: RouteContext): Promise<RedirectReply> {
  const provider = providerOf(parts, params.provider!);
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded")
    throw new HttpError("unsupported_media_type", "Send a form");
  const bytes = await readBytes(request, MAX_FORM_BYTES).catch(() => {
    throw new HttpError("payload_too_large", "The form is too large");
  });
  const form = new URLSearchParams(new TextDecoder().decode(bytes));
  const url = new URL(parts.engine.redirectUri(provider));
  for (const name of ANSWER) for (const value of form.getAll(name)) url.searchParams.append(name, value);
  const name = await sealFormName(parts.tickets, provider, form);
  if (name) url.searchParams.append(...name);
  return { redirectTo: url.href };
}
