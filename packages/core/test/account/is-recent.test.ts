import { memoryStorage } from "@latchkey/core/memory";
import { stepUp } from "@latchkey/core/step-up";
import { expect, it } from "vitest";
import { openApp, PASSWORD } from "../test-app.ts";

it("SF08 isRecent says of a session that was found what require would say, and asks storage for nothing", async () => {
  const { auth, clock } = openApp(memoryStorage());
  const proof = stepUp(auth);
  const { token } = await auth.signUp({ email: "ada@example.com", password: PASSWORD });
  const { session } = (await auth.getSession(token))!;
  const said = async (within?: number) => [
    proof.isRecent(session, { within }),
    await proof.require(token, { within }).then(
      () => true,
      ({ code }: { code: string }) => code,
    ),
  ];
  expect(await said()).toEqual([true, true]);
  clock.advance(299);
  expect(await said()).toEqual([true, true]);
  clock.advance(1);
  expect(await said()).toEqual([false, "proof_required"]);
  expect(await said(301)).toEqual([true, true]);
  expect(() => proof.isRecent(session, { within: 0 })).toThrow(TypeError);
});
