/** Whether a text can be the name that somebody gives to a key: 1 to 64 characters, no control characters. */
export function isName(name: unknown): name is string {
  return (
    typeof name === "string" &&
    name.length <= 128 &&
    name.isWellFormed() &&
    /^[^\p{Cc}]{1,64}$/u.test(name) &&
    name.trim() !== ""
  );
}
