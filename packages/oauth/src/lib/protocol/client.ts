import {
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  None,
  type Client,
  type ClientAuth,
} from "oauth4webapi";
import type { Provider } from "../provider/provider.ts";
import { CLOCK_TOLERANCE_S } from "./clock.ts";
import type { Engine } from "./engine.ts";

/** The application as a client of the provider, by the clock of the engine. */
export function clientOf({ now }: Engine, clientId: string): Client {
  return {
    client_id: clientId,
    [clockSkew]: Math.round((now() - Date.now()) / 1000),
    [clockTolerance]: CLOCK_TOLERANCE_S,
  };
}

/** How the application proves to be the client (RFC 6749 §2.3). */
export async function clientAuth({ now }: Engine, { clientAuthentication }: Provider): Promise<ClientAuth> {
  if (clientAuthentication.method === "none") return None();
  const { method, secret } = clientAuthentication;
  const text = typeof secret === "string" ? secret : await secret(now());
  return method === "basic" ? ClientSecretBasic(text) : ClientSecretPost(text);
}
