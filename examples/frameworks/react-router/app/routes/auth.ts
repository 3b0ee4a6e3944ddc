import { accounts } from "../auth.server";
import type { Route } from "./+types/auth";

export const loader = ({ request }: Route.LoaderArgs) => accounts(request);
export const action = ({ request }: Route.ActionArgs) => accounts(request);
