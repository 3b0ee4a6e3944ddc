/** Where the hostile provider sends the browser: right but for its trick. */
export function callbackAddress(
  { redirectUri, state, issuer, code }: { redirectUri: string; state: string; issuer: string; code: string },
  trick: string,
): string {
  const url = new URL(redirectUri);
  const { searchParams } = url;
  searchParams.set("code", code);
  searchParams.set("state", state);
  searchParams.set("iss", issuer);
  const play: Record<string, () => void> = {
    "callback-iss-wrong": () => searchParams.set("iss", "https://accounts.example.com"),
    "callback-iss-missing": () => searchParams.delete("iss"),
    "callback-state-wrong": () => searchParams.set("state", `${state.slice(0, -1)}${state.endsWith("A") ? "B" : "A"}`),
    "callback-state-missing": () => searchParams.delete("state"),
    "callback-code-missing": () => searchParams.delete("code"),
    "callback-code-twice": () => searchParams.append("code", "another"),
    "callback-code-and-error": () => searchParams.set("error", "access_denied"),
    "callback-error-unknown": () => {
      searchParams.delete("code");
      searchParams.set("error", "<script>alert(1)</script>");
      searchParams.set("error_description", "x".repeat(2000));
    },
    "callback-next-elsewhere": () => searchParams.set("next", "https://evil.example/"),
  };
  play[trick]?.();
  return url.href;
}
