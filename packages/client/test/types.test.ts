import {
  createClient,
  LatchkeyError,
  type ApiKey,
  type Client,
  type CreatedApiKey,
  type ErrorCode,
  type JsonObject,
  type Session,
  type SessionState,
  type User,
} from "@latchkey/client";
import type { User as CoreUser } from "@latchkey/core";
import type { ApiKey as CoreApiKey, CreatedApiKey as CoreCreatedApiKey } from "@latchkey/core/api-keys";
import type { OwnSession } from "@latchkey/core/sessions";
import type { HttpErrorCode } from "@latchkey/http";
import { describe, expect, expectTypeOf, it } from "vitest";

describe("F54 the client's types are the server's", () => {
  it("F54 a user is what http answers: core's, without what only the server may know", () => {
    expectTypeOf<User>().toEqualTypeOf<Omit<CoreUser, "appMetadata">>();
    expectTypeOf<User<{ plan: string }>>().toEqualTypeOf<Omit<CoreUser<{ plan: string }>, "appMetadata">>();
  });

  it("F54 sessions and API keys are core's", () => {
    expectTypeOf<Session>().toEqualTypeOf<OwnSession>();
    expectTypeOf<ApiKey>().toEqualTypeOf<CoreApiKey>();
    expectTypeOf<CreatedApiKey>().toEqualTypeOf<CoreCreatedApiKey>();
  });

  it("F54 error codes are http's, and network", () => {
    expectTypeOf<Exclude<ErrorCode, "network">>().toEqualTypeOf<HttpErrorCode>();
    expectTypeOf<"network">().toExtend<ErrorCode>();
    // A newer server may have more of them.
    expect(new LatchkeyError("passkey_unknown", "That passkey is not known").code).toBe("passkey_unknown");
  });

  it("F45 metadata has the type that the application gives, and another one where its schema takes another", () => {
    interface Profile {
      readonly plan: "free" | "paid";
    }
    const client = createClient<Profile, Partial<Profile>>();
    const state = client.session.get();
    expectTypeOf(state).toEqualTypeOf<SessionState<Profile>>();
    if (state.status === "signed-in") expectTypeOf(state.user.metadata).toEqualTypeOf<Profile | null>();
    else expectTypeOf(state.user).toEqualTypeOf<null>();
    expectTypeOf(client.signUp)
      .parameter(0)
      .toHaveProperty("metadata")
      .toEqualTypeOf<Partial<Profile> | null | undefined>();
    expectTypeOf(client.account.update).parameter(0).toEqualTypeOf<{ readonly metadata: Partial<Profile> | null }>();
    expectTypeOf(createClient()).toEqualTypeOf<Client<JsonObject>>();
    // What takes any client says so by `unknown`.
    expectTypeOf(client).toExtend<Client<unknown, never>>();
    expectTypeOf(createClient<Profile>()).toExtend<Client<unknown>>();
  });

  it("F45 a sign-in is by address or by user name", () => {
    type Input = Parameters<Client["signIn"]>[0];
    expectTypeOf<{ email: string; password: string }>().toExtend<Input>();
    expectTypeOf<{ username: string; password: string }>().toExtend<Input>();
    expectTypeOf<{ password: string }>().not.toExtend<Input>();
    expectTypeOf<{ email: string; username: string; password: string }>().not.toExtend<Input>();
  });
});
