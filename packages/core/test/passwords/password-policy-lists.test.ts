import { describe, expect, it } from "vitest";
import { passwordChange } from "../../src/password-change.ts";
import { passwordReset, type ResetMail } from "../../src/password-reset.ts";
import { usernames } from "../../src/usernames.ts";
import { users } from "../../src/users.ts";
import { commonPasswords } from "../../src/common-passwords.ts";
import { fastHasher } from "../../src/testing.ts";
import { ALICE, countWork, openAuth, refusal } from "../support.ts";

describe("passwords that nobody may choose", () => {
  it("PW09 a list is optional, and then holds in any case and before any hashing", async () => {
    const { hasher, work } = countWork(fastHasher());
    const { auth } = openAuth({ passwords: hasher, passwordPolicy: { common: commonPasswords() } });
    for (const password of ["password1", "PassWord1", "1q2w3e4r", "qwertyuiop", "iloveyou", "12345678", "P@ssw0rd"]) {
      await expect(auth.signUp({ email: "ada@example.com", password })).rejects.toMatchObject(
        refusal("password_too_common", { field: "password" }),
      );
    }
    expect(work()).toBe(0);
    await expect(auth.signUp({ email: "ada@example.com", password: "password1 of mine" })).resolves.toBeDefined();
    await expect(openAuth().auth.signUp({ email: "ada@example.com", password: "password1" })).resolves.toBeDefined();
  });

  it("PW09 no list shuts out who has such a password already", async () => {
    const { auth, storage } = openAuth();
    await auth.signUp({ email: "ada@example.com", password: "password1" });
    const stricter = openAuth({ storage, passwordPolicy: { common: commonPasswords() } });
    await expect(stricter.auth.signIn({ email: "ada@example.com", password: "password1" })).resolves.toBeDefined();
  });

  it("F16 PW09 the list has at least 3 000, and what lists of leaks begin with is among them", () => {
    const list = commonPasswords();
    expect(list.size).toBeGreaterThanOrEqual(10_000);
    const known =
      "12345678 123456789 1234567890 password password1 password123 iloveyou princess qwertyuiop sunshine " +
      "football baseball trustno1 starwars michelle 1qaz2wsx superman jennifer liverpool1 zaq12wsx " +
      "qwerty123 1q2w3e4r abcd1234 letmein1 passw0rd p@ssw0rd changeme computer internet";
    expect(known.split(" ").filter((password) => !list.has(password))).toEqual([]);
  });

  it("PW09 the list is in lower case, long enough to matter, and of one's own each time", () => {
    const list = commonPasswords();
    expect(
      [...list].filter(
        (password) =>
          password.length < 8 || password !== password.toLowerCase() || password !== password.normalize("NFC"),
      ),
    ).toEqual([]);
    expect(commonPasswords()).not.toBe(list);
  });

  it("PW10 the e-mail address is no password, nor is what stands before the @, in any case", async () => {
    const { auth } = openAuth();
    for (const password of ["ada.lovelace@example.com", "Ada.Lovelace@Example.COM", "ada.lovelace", "ADA.Lovelace"]) {
      await expect(auth.signUp({ email: "Ada.Lovelace@example.com", password })).rejects.toMatchObject(
        refusal("password_too_common"),
      );
    }
    for (const email of ["ada.lovelace@example.com", "eve@example.com"]) {
      await expect(auth.signUp({ email, password: "ada.lovelace and more" })).resolves.toBeDefined();
    }
  });

  it.each([[["password1"]], ["password1"], [null], [{}]])("a list that is %o is a mistake", (common) => {
    expect(() => openAuth({ passwordPolicy: { common: common as never } })).toThrow("passwordPolicy.common");
  });
});

describe("F16 PW10 a password made of what anybody can guess of the account", () => {
  const email = "ada.lovelace+shop@analytical.example";
  const made = [
    "ada.lovelace+shop",
    "ADA.LOVELACE",
    "adalovelace",
    "AdaLovelace1",
    "ada_lovelace!",
    "2026AdaLovelace",
    "Ada-Lovelace-1815!",
    "adalovelaceadalovelace",
    "analytical.example",
    "Analytical.Example1",
    "ada.lovelace+shop@analytical.example",
    "\uff41\uff44\uff41lovelace",
    "countess",
    "Countess1",
    "COUNTESS!2026",
    "countesscountess",
    "12countess34",
    "acme shop",
    "AcmeShop",
    "acme-shop-2026",
    "Acme Shop!",
    "acmeshopacmeshop",
    "rocketcorp",
    "Rocket.Corp.1",
  ];
  const different = ["ada lovelace and a machine", "countesses", "acme shop keeper", "lovelace.ada", "discountess"];
  const policy = { serviceName: ["Acme Shop", "Rocket Corp"] };

  it("at sign-up by user name", async () => {
    for (const password of made) {
      const { auth } = openAuth({ passwordPolicy: policy });
      const refused = usernames(auth).signUp({ email, username: "Countess", password });
      await expect(refused, password).rejects.toMatchObject(refusal("password_too_common", { field: "password" }));
    }
    for (const password of different) {
      const { auth } = openAuth({ passwordPolicy: policy });
      await expect(usernames(auth).signUp({ email, username: "Countess", password }), password).resolves.toBeDefined();
    }
  });

  it("wherever else one is chosen: sign-up, change, reset, and by the server", async () => {
    const { auth } = openAuth({ passwordPolicy: policy });
    const mails: ResetMail[] = [];
    const reset = passwordReset(auth, { send: (mail) => void mails.push(mail) });
    const own = users(auth);
    const { user, token } = await usernames(auth).signUp({ email, username: "countess", password: ALICE.password });
    await reset.request({ email });
    await expect.poll(() => mails.length).toBe(1);
    for (const password of made) {
      const common = (field: string) => refusal("password_too_common", { field });
      const change = { currentPassword: ALICE.password, newPassword: password };
      await expect(passwordChange(auth).change(token, change), password).rejects.toMatchObject(common("newPassword"));
      await expect(reset.reset({ token: mails[0]!.token, password }), password).rejects.toMatchObject(
        common("password"),
      );
      await expect(own.setPassword(user.id, password), password).rejects.toMatchObject(common("password"));
      const other = { email: email.replace("+shop", "+shop"), username: "countess", password };
      await expect(own.create(other), password).rejects.toMatchObject(common("password"));
    }
    await expect(auth.signUp({ email: "bob@example.com", password: "Acme-Shop-1" })).rejects.toMatchObject(
      refusal("password_too_common"),
    );
  });

  it.each([
    ["79161234567@mail.example", ["79161234567!", "+7 916 123-45-67", "7916123456779161234567"]],
    ["alice@acme.example", ["alice1alice1", "alice2alice!", "1alice1alice1", "acme2026!", "ACME-1234!"]],
    ["bob@mail.initech.co.example", ["initech1", "Initech-2026"]],
  ])("F16 for %s", async (account, passwords) => {
    const { auth } = openAuth();
    for (const password of passwords) {
      await expect(auth.signUp({ email: account, password }), password).rejects.toMatchObject(
        refusal("password_too_common"),
      );
    }
    for (const password of ["81234567890", "79161234560!", "alicespring1", "acmeinitech99x"]) {
      await expect(
        auth.signUp({ email: `${crypto.randomUUID().slice(0, 4)}${account}`, password }),
        password,
      ).resolves.toBeDefined();
    }
  });

  it("a short name counts as it stands alone, and nothing else of it", async () => {
    const { auth } = openAuth({ passwordPolicy: { serviceName: "X" } });
    await expect(auth.signUp({ email: "ab@cd.example", password: "ab1234567!" })).resolves.toBeDefined();
    await expect(auth.signUp({ email: "bob@example.com", password: "x1234567!" })).resolves.toBeDefined();
  });

  it.each([[""], [" "], [[""]], [[1]], [7], [null], [{}]])("a service name that is %o is a mistake", (serviceName) => {
    expect(() => openAuth({ passwordPolicy: { serviceName: serviceName as never } })).toThrow(
      "passwordPolicy.serviceName",
    );
  });
});
