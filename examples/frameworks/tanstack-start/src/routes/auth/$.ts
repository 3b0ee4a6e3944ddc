import { createFileRoute } from "@tanstack/react-router";
import { accounts } from "../../auth.server";

export const Route = createFileRoute("/auth/$")({
  server: { handlers: { ANY: ({ request }) => accounts(request) } },
});
