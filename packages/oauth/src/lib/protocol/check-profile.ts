import type { Profile } from "../provider/profile.ts";

/** @throws Error The profile names no account, so nobody can be signed in. */
export function checkProfile({ subject, email, emailIsProven, name }: Profile): Profile {
  // "undefined" and the like come from String() around a field that is missing.
  if (typeof subject !== "string" || !/^[^\p{Cc}]{1,255}$/u.test(subject) || /^(?:undefined|null|NaN)$/.test(subject))
    throw new Error("the profile has no subject");
  return {
    subject,
    email: typeof email === "string" && email !== "" ? email : null,
    emailIsProven: emailIsProven === true,
    name: typeof name === "string" && name !== "" ? name : null,
  };
}
