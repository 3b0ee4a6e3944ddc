import { SignUpForm } from "@latchkey/react";
import { requireNobody } from "../session.server";
import type { Route } from "./+types/sign-up";

export const loader = (args: Route.LoaderArgs) => requireNobody(args);

export default function SignUp({ loaderData }: Route.ComponentProps) {
  return <SignUpForm headingLevel={1} links={{ signIn: `/sign-in${loaderData.search}` }} />;
}
