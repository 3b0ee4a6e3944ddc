import { readReturnPath } from "@latchkey/http";
import { NextResponse, type NextRequest } from "next/server";
import { authenticate } from "@/lib/auth";

/** Sends visitors to sign in, and then back. It protects nothing: pages and actions check for themselves. */
export async function proxy(request: NextRequest) {
  const session = await authenticate(request);
  const { pathname, search, searchParams } = request.nextUrl;
  const goTo = (path: string) => NextResponse.redirect(new URL(path, request.url));
  if (pathname.startsWith("/auth/")) {
    return session ? goTo(readReturnPath(searchParams.get("next")) ?? "/hello") : NextResponse.next();
  }
  return session ? NextResponse.next() : goTo(`/auth/sign-in?${new URLSearchParams({ next: pathname + search })}`);
}

export const config = {
  // Whole pages alone. What the router asks for in the background is redirected by the page itself.
  matcher: [{ source: "/(hello|auth/sign-in|auth/sign-up)", missing: [{ type: "header", key: "rsc" }] }],
};
