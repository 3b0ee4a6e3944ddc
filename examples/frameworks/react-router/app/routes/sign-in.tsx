import { SignInForm } from "@latchkey/react";
import { requireNobody } from "../session.server";
import type { Route } from "./+types/sign-in";

export const loader = (args: Route.LoaderArgs) => requireNobody(args);

export default function SignIn({ loaderData }: Route.ComponentProps) {
  return <SignInForm headingLevel={1} links={{ signUp: `/sign-up${loaderData.search}` }} />;
}
