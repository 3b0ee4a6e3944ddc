import { SignUpForm } from "@latchkey/react";
import { createFileRoute } from "@tanstack/react-router";
import { readNext, requireNobody } from "../session";

export const Route = createFileRoute("/sign-up")({
  validateSearch: readNext,
  beforeLoad: ({ search }) => requireNobody({ data: search.next }),
  component: () => <SignUpForm headingLevel={1} />,
});
