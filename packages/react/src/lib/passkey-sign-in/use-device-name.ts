import { deviceName } from "@latchkey/locales/fill";
import { useAccount } from "../sentences/use-account.ts";

/** Gives what a new passkey is called until its owner says otherwise: the device where it was made. */
export function useDeviceName(): () => string | undefined {
  const { sessionDevice } = useAccount();
  return () => deviceName(navigator.userAgent, sessionDevice) ?? undefined;
}
