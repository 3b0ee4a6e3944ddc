import { SignInForm } from "@latchkey/react";
import { createFileRoute } from "@tanstack/react-router";
import { readNext, requireNobody } from "../session";

export const Route = createFileRoute("/sign-in")({
  validateSearch: readNext,
  beforeLoad: ({ search }) => requireNobody({ data: search.next }),
  component: () => <SignInForm headingLevel={1} />,
});
