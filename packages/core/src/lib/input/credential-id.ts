/** 16 to 1023 bytes in base64url (WebAuthn §4, "Credential ID"). */
const CREDENTIAL_ID = /^[\w-]{22,1364}$/;

/** Whether a text can be the id of a passkey. A storage is not asked for any other. */
export function isCredentialId(id: unknown): id is string {
  return typeof id === "string" && id.length <= 1364 && CREDENTIAL_ID.test(id);
}
