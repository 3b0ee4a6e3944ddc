import type { AuthenticatedRequest } from "@latchkey/http";
import { createParamDecorator, Injectable, UnauthorizedException } from "@nestjs/common";
import type { CanActivate, ExecutionContext } from "@nestjs/common";
import type { Request } from "express";
import { authenticate } from "./auth.js";

type SignedInRequest = Request & { session: AuthenticatedRequest };

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<SignedInRequest>();

/** Lets signed-in users pass. */
@Injectable()
export class SessionGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    const session = await authenticate(headOf(request));
    if (!session) throw new UnauthorizedException("Sign in first");
    request.session = session;
    return true;
  }
}

/** What decides whether a cookie counts: headers, method and URL. */
function headOf({ headers, method, protocol, host, originalUrl }: Request) {
  const url = `${protocol}://${host}${originalUrl}`;
  return { headers: new Headers(headers as Record<string, string>), method, url };
}

/** Who is signed in, in a route with `SessionGuard`. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).session,
);
