import type { AuthenticatedRequest } from "@latchkey/http";
import { Body, Controller, Get, HttpCode, Post, UseGuards } from "@nestjs/common";
import { CurrentSession, SessionGuard } from "./session.guard.js";

@Controller("hello")
@UseGuards(SessionGuard)
export class HelloController {
  @Get()
  hello(@CurrentSession() { user }: AuthenticatedRequest) {
    return { hello: user.email };
  }

  @Post()
  @HttpCode(200)
  greet(@CurrentSession() { user }: AuthenticatedRequest, @Body("greeting") greeting: string) {
    return { hello: `${greeting}, ${user.email}` };
  }
}
