import type { AuthEvent, AuthEventType } from "@latchkey/core";
import type { ManagedSession, Users } from "@latchkey/core/users";
import { deviceName } from "@latchkey/locales/fill";
import { deliver } from "./deliver.ts";
import { runLater } from "./later.ts";
import type { Letter } from "./letters/letter.ts";
import {
  identityLinkedLetter,
  identityUnlinkedLetter,
  newDeviceLetter,
  passwordChangedLetter,
  wayLetter,
  type Happening,
} from "./letters/notices.ts";
import type { Voice } from "./letters/voice.ts";
import type { Settings } from "./options.ts";

/** What notices ask of `users(auth)`. */
export type NoticeUsers = Pick<Users<any, any>, "find" | "sessions">;

/** What is told about a kind of event, and whether it is. */
interface Notice {
  readonly page: "account" | "forgotPassword";
  readonly write: (voice: Voice, happening: Happening) => Letter;
  /** Default: always. */
  readonly isDue?: (event: AuthEvent, users: NoticeUsers) => Promise<boolean>;
}

/** A notice for each event that owners should hear of. What comes later adds its events here. */
const NOTICES: Partial<Record<AuthEventType, Notice>> = {
  "session.opened": { page: "account", write: newDeviceLetter, isDue: isNewDevice },
  "password.changed": { page: "forgotPassword", write: passwordChangedLetter },
  "password.reset": { page: "forgotPassword", write: passwordChangedLetter },
  "identity.linked": { page: "account", write: identityLinkedLetter },
  "identity.unlinked": { page: "account", write: identityUnlinkedLetter },
  "passkey.added": { page: "account", write: wayLetter("passkeyAdded") },
  "passkey.deleted": { page: "account", write: wayLetter("passkeyDeleted") },
  "second_factor.enabled": { page: "account", write: wayLetter("factorEnabled") },
  "second_factor.disabled": { page: "account", write: wayLetter("factorDisabled") },
  "second_factor.recovery_code_used": { page: "account", write: wayLetter("recoveryCodeUsed") },
};

/** Events that come before the `session.opened` of the same session: it was opened by what they tell of. */
const OPENING: readonly AuthEventType[] = ["user.created", "password.changed", "password.reset", "email.verified"];

/** The hook that tells owners of what happens to their account. It returns at once. */
export function noticesFor(settings: Settings, users: NoticeUsers): (event: AuthEvent) => void {
  const openedByOthers = new Set<string>();
  return (event) => {
    const { type, userId, sessionId } = event;
    if (sessionId !== null && OPENING.includes(type)) openedByOthers.add(sessionId);
    if (type === "session.opened" && sessionId !== null && openedByOthers.delete(sessionId)) return;
    // The account that somebody has signed up with. The address may be a stranger's.
    const isFirst = type === "identity.linked" || type === "passkey.added";
    if (isFirst && sessionId !== null && openedByOthers.has(sessionId)) return;
    const notice = NOTICES[type];
    if (notice && userId !== null) runLater(() => notify(settings, users, { event, userId, notice }), settings.later);
  };
}

async function notify(
  settings: Settings,
  users: NoticeUsers,
  { event, userId, notice }: { readonly event: AuthEvent; readonly userId: string; readonly notice: Notice },
): Promise<void> {
  if (notice.isDue && !(await notice.isDue(event, users))) return;
  const user = await users.find({ id: userId });
  if (!user || user.disabled) return;
  const { agent, address } = event.client;
  const url = settings.links.to(notice.page);
  const happening: Happening = { email: user.email, at: new Date(event.at), agent, address, url };
  await deliver(settings, { user, to: user.email }, (voice) => notice.write(voice, happening));
}

/** Whether no other live session of the user is on a device of the same kind. */
async function isNewDevice({ userId, sessionId, client }: AuthEvent, users: NoticeUsers): Promise<boolean> {
  const sessions = await users.sessions(userId!);
  const others = sessions.filter(({ id }) => id !== sessionId);
  return !others.some((session: ManagedSession) => kindOf(session.agent) === kindOf(client.agent));
}

/** Browser and system, so that an update of either makes no new device. */
function kindOf(agent: string | null): string {
  return deviceName(agent, "{browser} on {system}") ?? agent ?? "";
}
