import { createAuth, type Hooks } from "@latchkey/core";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordReset } from "@latchkey/core/password-reset";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler } from "@latchkey/http";
import { describe, expect, expectTypeOf, it } from "vitest";
import { SECRET } from "../support/server.ts";

/** As mail libraries are: they answer with a receipt. */
const transporter = {
  sendMail: async (mail: { to: string; text: string }): Promise<{ messageId: string }> => ({ messageId: mail.to }),
};
const queue = { add: (_name: string, _value: unknown): number => 1 };

describe("F43 a callback that is awaited may return anything", () => {
  it("F43 send, notify, hooks, onError and waitUntil take a function in one line, whatever it gives back", async () => {
    const events: string[] = [];
    const hooks: Hooks = { before: ({ type }) => queue.add("action", type), after: ({ type }) => events.push(type) };
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), hooks });
    const sent: unknown[] = [];
    const more = { onError: (error: unknown) => sent.push(error), waitUntil: (work: Promise<void>) => work };
    passwordReset(auth, { ...more, send: ({ user, token }) => transporter.sendMail({ to: user.email, text: token }) });
    emailVerification(auth, {
      ...more,
      send: async ({ user, token }) => transporter.sendMail({ to: user.email, text: token }),
    });
    emailChange(auth, {
      ...more,
      send: ({ email, token }) => queue.add(email, token),
      notify: ({ previousEmail }) => transporter.sendMail({ to: previousEmail, text: "changed" }),
    });
    createHandler(auth, { onError: (error) => queue.add("error", error) });
    await auth.signUp({ email: "ada@example.com", password: "correct horse battery" });
    expect(events).toEqual(["user.created", "session.opened"]);
  });

  it("F43 the types say so", () => {
    expectTypeOf<Parameters<typeof passwordReset>[1]["send"]>().returns.toEqualTypeOf<unknown>();
    expectTypeOf<Parameters<typeof emailVerification>[1]["send"]>().returns.toEqualTypeOf<unknown>();
    expectTypeOf<Parameters<typeof emailChange>[1]["notify"]>().returns.toEqualTypeOf<unknown>();
    expectTypeOf<NonNullable<Hooks["before"]>>().returns.toBeAny();
    expectTypeOf<NonNullable<Hooks["after"]>>().returns.toBeAny();
  });
});
