import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { users } from "../../src/users.ts";
import { recordCalls } from "../support.ts";
import { openApp, codeOf, freshEmail, newcomer, PASSWORD } from "../test-app.ts";

describe("F64 nobody who is disabled gets a mail", () => {
  it("F64 disabled before, or between the request and the mail", async () => {
    const app = openApp(memoryStorage());
    const admin = users(app.auth);
    const { email, token, user } = await newcomer(app);
    await app.verification.request(token);
    await app.change.request(token, { email: freshEmail(), currentPassword: PASSWORD });
    await app.reset.request({ email });
    await admin.disable(user.id);
    await app.verification.sendTo(user.id);
    await app.reset.request({ email });
    expect(await codeOf(app.verification.request(token))).toBe("unauthenticated");
    expect(await codeOf(app.change.request(token, { email: freshEmail(), currentPassword: PASSWORD }))).toBe(
      "unauthenticated",
    );
    await app.settle();
    expect([app.mails, app.errors]).toEqual([[], []]);
  });

  it("F64 nor an account that is gone, or has another address by then", async () => {
    const app = openApp(memoryStorage());
    const [gone, moved] = [await newcomer(app), await newcomer(app)];
    await app.verification.request(gone.token);
    await app.verification.request(moved.token);
    await users(app.auth).delete(gone.user.id);
    await app.storage.users.changeEmail(moved.user.id, {
      from: moved.email,
      to: freshEmail(),
      at: new Date(app.clock.now()),
    });
    await app.settle();
    expect([app.mails, app.errors]).toEqual([[], []]);
  });

  it("F64 nor one who moved before a change is confirmed, or whose address is verified by then", async () => {
    const app = openApp(memoryStorage());
    const [moved, verified] = [await newcomer(app), await newcomer(app)];
    const at = new Date(app.clock.now());
    await app.change.request(moved.token, { email: freshEmail(), currentPassword: PASSWORD });
    await app.storage.users.changeEmail(moved.user.id, { from: moved.email, to: freshEmail(), at });
    await app.verification.request(verified.token);
    const { passwordHash } = (await app.storage.users.find(verified.user.id))!;
    await app.storage.users.setPassword(
      verified.user.id,
      { from: passwordHash, to: passwordHash, provesEmail: true, deletesApiKeys: false, deletesWaysIn: false, at },
      null,
    );
    await app.settle();
    expect([app.mails, app.errors]).toEqual([[], []]);
  });

  it("F64 sendTo to a disabled user writes nothing", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const { user } = await newcomer(app);
    await users(app.auth).disable(user.id);
    calls.length = 0;
    await app.verification.sendTo(user.id);
    await app.settle();
    expect([calls, app.mails]).toEqual([["users.find"], []]);
  });
});
