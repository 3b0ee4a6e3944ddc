import { describe, expect, it } from "vitest";
import { commonPasswords } from "../src/common-passwords.ts";
import { fastHasher } from "../src/testing.ts";
import { counting, openAuth, refusal } from "./support.ts";

describe("passwords that nobody may choose", () => {
  it("PW09 a list is optional, and then holds in any case and before any hashing", async () => {
    const { hasher, work } = counting(fastHasher());
    const { auth } = openAuth({ passwords: hasher, passwordPolicy: { common: commonPasswords() } });
    for (const password of ["password1", "PassWord1", "1q2w3e4r", "qwertyuiop", "iloveyou", "12345678", "P@ssw0rd"]) {
      await expect(auth.signUp({ email: "ada@example.com", password })).rejects.toMatchObject(refusal("password_too_common", { field: "password" }));
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

  it("PW09 the list is a few hundred, in lower case, long enough to matter, and of one's own each time", () => {
    const list = commonPasswords();
    expect(list.size).toBeGreaterThan(300);
    expect([...list].filter((password) => password.length < 8 || password !== password.toLowerCase() || password !== password.normalize("NFC"))).toEqual([]);
    expect(commonPasswords()).not.toBe(list);
  });

  it("PW10 the e-mail address is no password, nor is what stands before the @, in any case", async () => {
    const { auth } = openAuth();
    for (const password of ["ada.lovelace@example.com", "Ada.Lovelace@Example.COM", "ada.lovelace", "ADA.Lovelace"]) {
      await expect(auth.signUp({ email: "Ada.Lovelace@example.com", password })).rejects.toMatchObject(refusal("password_too_common"));
    }
    for (const email of ["ada.lovelace@example.com", "eve@example.com"]) {
      await expect(auth.signUp({ email, password: "ada.lovelace and more" })).resolves.toBeDefined();
    }
  });

  it.each([[["password1"]], ["password1"], [null], [{}]])("a list that is %o is a mistake", (common) => {
    expect(() => openAuth({ passwordPolicy: { common: common as never } })).toThrow("passwordPolicy.common");
  });
});
