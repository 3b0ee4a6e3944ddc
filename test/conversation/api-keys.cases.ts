import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, checkRefused, PASSWORD, type Client, type Person } from "./client.ts";

/** The scopes that the server must offer. */
export const KEY_SCOPES = ["read", "deploy:web/*", "a.b-c_d"];

/** For a server with `apiKeyRoutes` over `apiKeys(auth, { scopes: KEY_SCOPES })`, and `apiKeyStrategy`. */
export const apiKeyCases: Cases = {
  async "Y41 a key is shown once, authenticates its user, and is invalid once deleted"(client) {
    const person = await client.signUp();
    const { apiKey, key } = await make(client, person, { name: "CI", scopes: ["read"], expiresIn: 3600 });
    check(/^lk_[0-9A-Za-z]{49}$/.test(key), `the key is "${key}"`);
    const me = await client.get("/me", bearer(key));
    checkSame([me.status, me.body.user.email], [200, person.email], "who the key is");

    const listed = await client.get("/api-keys", sessionHeaders(client, person));
    checkSame(
      listed.body.apiKeys.map((one: { id: string }) => one.id),
      [apiKey.id],
      "the list",
    );
    check(!listed.text.includes(key.slice(8)), "the list shows the key");

    checkSame(
      (await client.post("/api-keys/delete", { id: apiKey.id }, sessionHeaders(client, person))).body,
      { success: true },
      "deleting",
    );
    checkRefused(await client.get("/me", bearer(key)), 401, "unauthenticated", "the deleted key");
    checkRefused(
      await client.post("/api-keys/delete", { id: apiKey.id }, sessionHeaders(client, person)),
      404,
      "not_found",
      "deleting again",
    );
  },

  async "Y41 the name of a key, in any script, and its scopes come back exactly"(client) {
    const person = await client.signUp();
    const input = { name: 'Schlüssel ‘1’ 🔑 \\ "', scopes: ["read", "deploy:web/*", "a.b-c_d"] };
    await make(client, person, input);
    const [{ name, scopes, expiresAt }] = (await client.get("/api-keys", sessionHeaders(client, person))).body.apiKeys;
    checkSame({ name, scopes, expiresAt }, { ...input, expiresAt: null }, "the key");
  },

  async "Y41 keys are listed newest first, with the last use of each"(client) {
    const person = await client.signUp();
    const made = [];
    for (const name of ["one", "two", "three"]) {
      made.push(await make(client, person, { name }));
      // Two keys of one millisecond have no order.
      for (const at = Date.now(); Date.now() === at;) await Promise.resolve();
    }
    await client.get("/me", bearer(made[1]!.key));
    const { apiKeys } = (await client.get("/api-keys", sessionHeaders(client, person))).body;
    checkSame(
      apiKeys.map((one: { name: string }) => one.name),
      ["three", "two", "one"],
      "the order",
    );
    checkSame(
      apiKeys.map((one: { lastUsedAt: string | null }) => one.lastUsedAt !== null),
      [false, true, false],
      "which was used",
    );
  },

  async "TK05 a key opens no session and creates no key, and a session token is no key"(client) {
    const person = await client.signUp();
    const { apiKey, key } = await make(client, person, { name: "CI" });
    checkRefused(await client.get("/me", client.cookie(key)), 401, "unauthenticated", "a key as cookie");
    checkRefused(await client.get("/api-keys", bearer(key)), 401, "unauthenticated", "listing by key");
    checkRefused(
      await client.post("/api-keys", { name: "more", currentPassword: PASSWORD }, bearer(key)),
      401,
      "unauthenticated",
      "making by key",
    );
    checkRefused(
      await client.post("/api-keys/delete", { id: apiKey.id }, bearer(key)),
      401,
      "unauthenticated",
      "deleting by key",
    );
    checkSame((await client.get("/me", bearer(person.token))).status, 200, "the session as bearer");
  },

  async "TK14 a key that is mistyped, cut or made up is 401"(client) {
    const { key } = await make(client, await client.signUp(), { name: "CI" });
    for (const bad of [
      key.slice(0, -1),
      `${key}A`,
      `lk_${"0".repeat(49)}`,
      key.toUpperCase(),
      "lk_",
      `lk_${"A".repeat(8000)}`,
    ]) {
      checkRefused(await client.get("/me", bearer(bad)), 401, "unauthenticated", bad.slice(0, 60));
    }
  },

  async "SE07 a user cannot see or delete another user's key, and an invalid id is not found"(client) {
    const [alice, bob] = [await client.signUp(), await client.signUp()];
    const { apiKey, key } = await make(client, alice, { name: "hers" });
    checkSame((await client.get("/api-keys", sessionHeaders(client, bob))).body, { apiKeys: [] }, "what another sees");
    for (const id of [apiKey.id, crypto.randomUUID(), "gibberish", "' or 1=1 --", ""]) {
      checkRefused(await client.post("/api-keys/delete", { id }, sessionHeaders(client, bob)), 404, "not_found", id);
    }
    checkSame((await client.get("/me", bearer(key))).status, 200, "her key");
  },

  async "F09 creating a key needs the current password, and wrong guesses count"(client) {
    const person = await client.signUp();
    const attempt = (currentPassword: string) =>
      client.post("/api-keys", { name: "CI", currentPassword }, sessionHeaders(client, person));
    for (let time = 0; time < 5; time++)
      checkRefused(await attempt("a wrong password"), 401, "invalid_credentials", `guess ${time + 1}`);
    checkRefused(await attempt(PASSWORD), 429, "rate_limited", "the right password");
    checkSame((await client.get("/api-keys", sessionHeaders(client, person))).body, { apiKeys: [] }, "the list");
  },

  async "F09 a key with a scope that is not offered is not created, whatever its other scopes are"(client) {
    const person = await client.signUp();
    for (const scopes of [["admin:*"], ["read", "admin:*"], ["READ"], ["*"], ["deploy:web/"]]) {
      const answer = await client.post(
        "/api-keys",
        { name: "CI", currentPassword: PASSWORD, scopes },
        sessionHeaders(client, person),
      );
      checkRefused(answer, 400, "invalid_input", JSON.stringify(scopes));
      checkSame(answer.body.field, "scopes", "the field");
    }
    checkSame((await client.get("/api-keys", sessionHeaders(client, person))).body, { apiKeys: [] }, "the list");
  },

  async "Y41 of 50 parallel deletions of a key, one succeeds"(client) {
    const person = await client.signUp();
    const { apiKey } = await make(client, person, { name: "CI" });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        client.post("/api-keys/delete", { id: apiKey.id }, sessionHeaders(client, person)),
      ),
    );
    checkSame(answers.filter(({ status }) => status === 200).length, 1, "how many succeeded");
    checkSame(answers.filter(({ status }) => status === 404).length, 49, "how many found nothing");
  },

  async "ID08 an invalid body for a key is 400"(client) {
    const person = await client.signUp();
    for (const [body, code] of [
      [{ name: undefined }, "invalid_request"],
      [{ currentPassword: null }, "invalid_request"],
      [{ currentPassword: 7 }, "invalid_request"],
      [{ scopes: ["admin:*"] }, "invalid_input"],
      [{ name: 7 }, "invalid_request"],
      [{ name: "" }, "invalid_input"],
      [{ name: "CI", scopes: ["a b"] }, "invalid_input"],
      [{ name: "CI", expiresIn: 1 }, "invalid_input"],
      [{ name: "a\0b" }, "invalid_input"],
    ] as const) {
      checkRefused(
        await client.post(
          "/api-keys",
          { name: "CI", currentPassword: PASSWORD, ...body },
          sessionHeaders(client, person),
        ),
        400,
        code,
        JSON.stringify(body),
      );
    }
    checkSame((await client.get("/api-keys", sessionHeaders(client, person))).body, { apiKeys: [] }, "the list");
  },
};

async function make(client: Client, person: Person, input: object): Promise<{ apiKey: { id: string }; key: string }> {
  const answer = await client.post(
    "/api-keys",
    { currentPassword: PASSWORD, ...input },
    sessionHeaders(client, person),
  );
  checkSame(answer.status, 200, `making a key answers ${answer.text}`);
  return answer.body;
}

function sessionHeaders(client: Client, person: Person) {
  return client.cookie(person.token);
}
