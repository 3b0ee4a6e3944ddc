import type { APIRoute } from "astro";
import { accounts } from "../../auth";

export const ALL: APIRoute = ({ request }) => accounts(request);
