/** Run in a page before its programs: each makes it a browser of another kind. */

/** It has passkeys, and none of the functions for their JSON (WebAuthn Level 3 §5.1.7 to §5.1.10). */
export function olderBrowser(): void {
  const statics = PublicKeyCredential as unknown as Record<string, unknown>;
  delete statics["parseCreationOptionsFromJSON"];
  delete statics["parseRequestOptionsFromJSON"];
  delete (PublicKeyCredential.prototype as unknown as Record<string, unknown>)["toJSON"];
}

/**
 * An extension answers in the place of the browser: its objects have the right prototypes, and so methods which throw
 * "Illegal invocation".
 */
export function passwordManager(): void {
  const copy = (object: object, names: readonly string[]) => {
    const properties = names.map((name) => [name, { value: (object as Record<string, unknown>)[name] }] as const);
    return Object.create(Object.getPrototypeOf(object) as object, Object.fromEntries(properties)) as object;
  };
  const bytes = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const container = navigator.credentials;
  for (const name of ["create", "get"] as const) {
    const own = container[name].bind(container) as (options: object) => Promise<PublicKeyCredential>;
    container[name] = async (options?: object) => {
      const credential = await own(options!);
      const response = copy(credential.response, bytes);
      const answer = copy(credential, ["id", "rawId", "type"]);
      Object.defineProperty(answer, "response", { value: response });
      return answer as PublicKeyCredential;
    };
  }
}
