import type { HtmlReply, Route } from "@latchkey/http";
import { object, optional, string, array, union } from "valibot";
import { check, checkSame } from "../conversation/check.ts";
import { ORIGIN } from "../support/server.ts";
import type { HandlerCases } from "./cases.ts";
import { EMAIL, open, PASSWORD, type Opened } from "./open.ts";

const EVIL = "https://evil.example";
const POLICY = "default-src 'none'";
const page = (html: string): HtmlReply => ({ html, contentSecurityPolicy: POLICY });
const fields = object({ email: string(), password: string(), tags: optional(union([string(), array(string())])) });

/** A page to sign in on, and one that fails. */
const pages: readonly Route[] = [
  {
    method: "GET",
    path: "/sign-in",
    errorPage: ({ code }) => page(`<p>${code}`),
    async handle(context) {
      const found = await context.authenticate();
      return page(`<p>${found?.authenticated.user.email ?? "nobody"}`);
    },
  },
  {
    method: "POST",
    path: "/sign-in",
    opensSession: true,
    errorPage: ({ code, field }) => page(`<p>${code} ${field}`),
    async handle({ auth, client, read, sessionCookie }) {
      const { tags, ...input } = await read(fields);
      const signedIn = await auth.signIn(input, client);
      return { redirectTo: `/auth/sign-in?tags=${tags}`, setCookie: sessionCookie(signedIn) };
    },
  },
  {
    method: "POST",
    path: "/mail-me",
    errorPage: ({ code }) => ({ redirectTo: `/auth/sign-in?error=${code}` }),
    handle: async ({ checkContentType }) => {
      checkContentType();
      return page("sent");
    },
  },
  {
    method: "GET",
    path: "/broken",
    errorPage: () => {
      throw new Error("broken page");
    },
    handle: async () => {
      throw new Error("broken route");
    },
  },
];

const FORM = "application/x-www-form-urlencoded";
const own = { origin: ORIGIN, "sec-fetch-site": "same-origin" };

function send({ handler }: Opened, path: string, body: string, headers: Readonly<Record<string, string>> = own) {
  const init = { method: "POST", headers: { "content-type": FORM, ...headers }, body };
  return handler(new Request(`${ORIGIN}/auth${path}`, init));
}

async function opened(): Promise<Opened> {
  const here = open({}, { routes: pages });
  await here.auth.signUp({ email: EMAIL, password: PASSWORD });
  return here;
}

const form = `email=${encodeURIComponent(EMAIL)}&password=${PASSWORD.replaceAll(" ", "+")}`;

export const pageCases: HandlerCases = {
  async "a page is HTML under its own policy, and HEAD has its headers"() {
    const here = await opened();
    const response = await here.get("/sign-in");
    const names = ["content-type", "content-security-policy", "referrer-policy", "cache-control"];
    const headers = names.map((name) => response.headers.get(name));
    checkSame(headers, ["text/html; charset=utf-8", POLICY, "same-origin", "no-store"], "headers");
    checkSame([response.status, await response.text()], [200, "<p>nobody"], "the page");
    const head = await here.handler(new Request(`${ORIGIN}/auth/sign-in`, { method: "HEAD" }));
    checkSame([head.headers.get("content-length"), await head.text()], ["9", ""], "HEAD");
  },

  async "a form signs in, and its answer is a redirect with the cookie, which the next page reads"() {
    const here = await opened();
    const response = await send(here, "/sign-in", `${form}&tags=a&tags=b%26c`);
    checkSame(
      [response.status, response.headers.get("location"), response.headers.get("content-type"), await response.text()],
      [303, "/auth/sign-in?tags=a,b&c", null, ""],
      "the redirect",
    );
    const [line = ""] = response.headers.getSetCookie();
    check(/^__Host-latchkey_session=.+; HttpOnly; Secure; SameSite=Lax$/.test(line), line);
    const next = await here.get("/sign-in", { cookie: line.split(";")[0]!, "sec-fetch-site": "same-origin" });
    checkSame(await next.text(), `<p>${EMAIL}`, "signed in");
  },

  async "a refused form is a page with the status, the code and the field"() {
    const here = await opened();
    const wrong = await send(here, "/sign-in", form.replace("correct", "wrong"));
    checkSame([wrong.status, await wrong.text()], [401, "<p>invalid_credentials undefined"], "a wrong password");
    checkSame(wrong.headers.get("www-authenticate"), null, "no scheme for a browser to ask with");
    const bodies: [string, string][] = [
      ["", "email"],
      ["email=a", "password"],
      ["email=a&email=b&password=c", "email"],
      ["__proto__=x&constructor=y", "email"],
      ["email[]=a&password=b", "email"],
    ];
    for (const [body, field] of bodies) {
      const response = await send(here, "/sign-in", body);
      checkSame([response.status, await response.text()], [400, `<p>invalid_request ${field}`], body);
    }
    for (const body of ["email=%FF", "email=%C3%28&password=a", "email=%ED%A0%80&password=a"]) {
      const response = await send(here, "/sign-in", body);
      checkSame([response.status, await response.text()], [400, "<p>invalid_request undefined"], body);
    }
    const big = await send(here, "/sign-in", `email=${"x".repeat(70_000)}`);
    checkSame([big.status, await big.text()], [413, "<p>payload_too_large undefined"], "a large form");
    checkSame(here.reported, [], "nobody is told");
  },

  async "a percent sign that begins no byte stands for itself, as in every browser"() {
    const here = await opened();
    await here.auth.signUp({ email: "grace@example.com", password: "100% correct + horse=battery" });
    const response = await send(here, "/sign-in", "email=grace@example.com&password=100%+correct+%2B+horse=battery");
    checkSame(response.status, 303, "signed in");
  },

  async "a form of another site, or of nobody knows which, is refused with and without the cookie"() {
    const here = await opened();
    const signedIn = await send(here, "/sign-in", form);
    const cookie = signedIn.headers.getSetCookie()[0]!.split(";")[0]!;
    const senders: Readonly<Record<string, string>>[] = [
      { origin: EVIL },
      { origin: EVIL, "sec-fetch-site": "cross-site" },
      { origin: ORIGIN, "sec-fetch-site": "same-site" },
      { origin: "null" },
      { origin: "null", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      { "sec-fetch-site": "cross-site" },
      {},
    ];
    for (const sender of senders) {
      for (const carried of [{}, { cookie }]) {
        const headers = { ...sender, ...carried };
        const response = await send(here, "/sign-in", form, headers);
        checkSame(
          [response.status, await response.text(), response.headers.getSetCookie()],
          [403, "<p>forbidden_origin undefined", []],
          JSON.stringify(headers),
        );
        const mail = await send(here, "/mail-me", "", headers);
        checkSame([mail.status, mail.headers.get("location")], [303, "/auth/sign-in?error=forbidden_origin"], "mail");
      }
    }
    checkSame((await send(here, "/mail-me", "")).status, 200, "the own page");
  },

  async "a page takes forms alone, and a route for programs takes none"() {
    const here = await opened();
    for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x", `x${FORM}`]) {
      const response = await send(here, "/sign-in", form, { ...own, "content-type": type });
      checkSame([response.status, await response.text()], [415, "<p>unsupported_media_type undefined"], type);
    }
    const charset = await send(here, "/sign-in", form, { ...own, "content-type": `${FORM}; charset=UTF-8` });
    checkSame(charset.status, 303, "a charset");
    for (const path of ["/signin", "/signup", "/signout"]) {
      const response = await send(here, path, form);
      checkSame([response.status, response.headers.getSetCookie()], [415, []], path);
    }
  },

  async "an error page that fails is reported, and the client gets JSON"() {
    const here = await opened();
    const response = await here.get("/broken");
    checkSame([response.status, ((await response.json()) as { code: string }).code], [500, "internal"], "the answer");
    checkSame(
      here.reported.map((error) => (error as Error).message),
      ["broken route", "broken page"],
      "reported",
    );
  },

  async "pages need the cookie: a handler with bearer tokens alone is refused at once"() {
    let thrown: unknown;
    try {
      open({}, { routes: pages, carriers: ["bearer"] });
    } catch (error) {
      thrown = error;
    }
    check(thrown instanceof TypeError && thrown.message.includes('the carrier "cookie"'), String(thrown));
  },
};
