import type { LatchkeyError } from "@latchkey/client";
import { useAccount } from "../sentences/use-account.ts";

const isWrong = ({ code }: LatchkeyError): boolean => code === "invalid_credentials";
const fieldOf = (error: LatchkeyError) => (isWrong(error) ? "currentPassword" : error.field);

/** What a wrong current password says, and where, in a form that asks for it. */
export function useCurrentPassword() {
  const { currentPasswordWrong } = useAccount();
  return { fieldOf, sentenceOf: (error: LatchkeyError) => (isWrong(error) ? currentPasswordWrong : undefined) };
}
