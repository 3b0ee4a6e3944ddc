import { accounts } from "@/lib/auth";

export {
  accounts as GET,
  accounts as POST,
  accounts as PUT,
  accounts as PATCH,
  accounts as DELETE,
  accounts as HEAD,
  accounts as OPTIONS,
};
