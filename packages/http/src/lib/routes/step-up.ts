import type { StepUp } from "@latchkey/core/step-up";
import { object, string } from "valibot";
import type { Route } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

export const proveBody = object({ password: string() });

/**
 * `POST /prove`, with which users prove by their password that they are still the ones. It opens no session: the token
 * stays the same.
 *
 * @param proof The companion `stepUp(auth)`.
 * @example
 * createHandler(auth, { routes: stepUpRoutes(stepUp(auth)) });
 */
export function stepUpRoutes(proof: StepUp): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/prove",
      offers: () => ({ proof: {} }),
      async handle({ tokens, client, read }) {
        const input = await read(proveBody);
        const { provedAt, methods } = await withFirstValidToken(tokens, (token) => proof.prove(token, input, client));
        return { body: { provedAt, methods } };
      },
    },
  ];
}
