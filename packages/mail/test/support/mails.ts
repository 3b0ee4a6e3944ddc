import type { User } from "@latchkey/core";
import { mailer, type MailerOptions, type Message, type Transport } from "../../src/index.ts";

export const ORIGIN = "https://shop.example";
export const FROM = "Shop <no-reply@shop.example>";
export const NOW = Date.UTC(2030, 0, 1, 12);
export const TOKEN = "0123456789_-abcdefghijklmnopqrstuvwxyzABCDE";
export const CODE = "012345";
export const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** A user, as core gives one to `send`. */
export function userWith(changes: Partial<User> = {}): User {
  const at = new Date(NOW).toISOString();
  return {
    id: "0b0d7c1e-9b1c-4f0e-8f55-6a4f8f5f0c11",
    email: "ada@example.com",
    emailVerified: false,
    createdAt: at,
    updatedAt: at,
    metadata: null,
    ...changes,
  };
}

/** A transport that keeps what it gets. */
export function keep(): Transport & { readonly messages: readonly Message[]; readonly last: () => Message } {
  const messages: Message[] = [];
  return {
    messages,
    last: () => messages.at(-1)!,
    send: async (message) => void messages.push(message),
  };
}

/** A mailer whose mails are kept, at a moment that stands still. */
export function keepingMailer(options: Partial<MailerOptions> = {}) {
  const transport = keep();
  const mail = mailer({ from: FROM, origin: ORIGIN, transport, now: () => NOW, ...options });
  return { mail, ...transport };
}

const expiresIn = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

/** Sends a mail of every kind to a user, and gives them back by kind. */
export async function everyMail(options: Partial<MailerOptions> = {}, user = userWith()) {
  const { mail, last } = keepingMailer(options);
  const managed = { ...user, disabled: false };
  const work: Promise<void>[] = [];
  const told = keepingMailer({ ...options, waitUntil: (one) => work.push(one) });
  const notices = told.mail.notices({ find: async () => managed, sessions: async () => [] });
  const at = new Date(NOW).toISOString();
  const event = {
    pool: "users",
    userId: user.id,
    at,
    client: { address: "203.0.113.7", agent: FIREFOX },
  };
  const kinds: Record<string, Message> = {};
  const sent = async (kind: string, sending: unknown) => {
    await sending;
    kinds[kind] = last();
  };
  await sent("verification", mail.emailVerification.send({ user, token: TOKEN, expiresAt: expiresIn(86_400) }));
  await sent("reset", mail.passwordReset.send({ user, token: TOKEN, expiresAt: expiresIn(3600) }));
  const newEmail = "ada.lovelace@example.org";
  await sent("emailChange", mail.emailChange.send({ user, email: newEmail, token: TOKEN, expiresAt: expiresIn(3600) }));
  const changed = { ...user, email: newEmail };
  await sent("emailChanged", mail.emailChange.notify({ user: changed, previousEmail: user.email }));
  const signIn = { email: user.email, token: TOKEN, code: CODE, expiresAt: expiresIn(900) };
  await sent("signIn", mail.mailSignIn.send({ ...signIn, user, isNew: false }));
  await sent("signUp", mail.mailSignIn.send({ ...signIn, user: null, isNew: true }));
  await sent("proof", mail.mailSignIn.sendProof({ user, email: user.email, code: CODE, expiresAt: expiresIn(900) }));
  for (const [kind, type] of [
    ["newDevice", "session.opened"],
    ["passwordChanged", "password.changed"],
    ["identityLinked", "identity.linked"],
    ["identityUnlinked", "identity.unlinked"],
    ["passkeyAdded", "passkey.added"],
    ["passkeyDeleted", "passkey.deleted"],
    ["factorEnabled", "second_factor.enabled"],
    ["factorDisabled", "second_factor.disabled"],
    ["recoveryCodeUsed", "second_factor.recovery_code_used"],
  ] as const) {
    // Each of them in a session of its own: a new password opens one, and an account that is connected then is told.
    notices({ ...event, type, sessionId: type });
    await Promise.all(work);
    kinds[kind] = told.last();
  }
  return kinds;
}
