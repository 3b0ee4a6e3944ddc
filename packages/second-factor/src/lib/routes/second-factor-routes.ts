import { secondFactorStep, type Route } from "@latchkey/http";
import { ownRoutes } from "./own.ts";
import { signInRoutes } from "./sign-in.ts";
import type { SecondFactors } from "../second-factors.ts";

/**
 * `POST /signin/second-factor`, `POST /signin/second-factor/setup` and `/confirm`, `GET /second-factor`,
 * `POST /second-factor/setup`, `/confirm`, `/recovery-codes`, `/delete` and `/forget-devices`, and
 * `POST /prove/second-factor`.
 *
 * With these routes, a handler hands the ticket of `second_factor_required` to the client whatever route refuses: in a
 * cookie, or in the body of a client that asked for tokens.
 *
 * @param factors The companion `secondFactors(auth)`.
 * @example
 * ```ts
 * createHandler(auth, { routes: secondFactorRoutes(secondFactors(auth)) });
 * ```
 */
export function secondFactorRoutes(factors: SecondFactors): readonly Route[] {
  const { required, trustsDevices } = factors;
  const [first, ...others] = [...signInRoutes(factors), ...ownRoutes(factors)];
  const offers = () => ({ secondFactor: { required, trustsDevices } });
  return [{ ...first!, signInStep: secondFactorStep, offers }, ...others];
}
