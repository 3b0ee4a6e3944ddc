import { LatchkeyError } from "../errors.ts";
import { makePasskey } from "./ceremony.ts";
import type { CreationJson } from "./json.ts";
import { signalUnknown } from "./signals.ts";

/** Makes a passkey and sends it. One that the server refuses is not offered again. */
export async function keep<T>(options: CreationJson, send: (response: object) => Promise<T>): Promise<T> {
  const response = await makePasskey(options);
  try {
    return await send(response);
  } catch (error) {
    const isRefused = error instanceof LatchkeyError && error.status >= 400 && error.status < 500;
    if (isRefused) signalUnknown(options.rp.id, (response as { readonly id: string }).id);
    throw error;
  }
}
