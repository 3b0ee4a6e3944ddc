/** One process of several that guess a password at once: says how many guesses its hasher saw. */
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";

const [file = "", email = "", guesses = "0"] = process.argv.slice(2);
const hasher = fastHasher();
let hashed = 0;
const passwords = {
  ...hasher,
  verify: (password: string, stored: string) => (hashed++, hasher.verify(password, stored)),
};
const storage = sqliteStorage(file);
const auth = createAuth({
  storage,
  secret: "a secret of this project, 32 bytes or more",
  passwords,
  guards: [throttle()],
});
const answers = await Promise.allSettled(
  Array.from({ length: Number(guesses) }, () => auth.signIn({ email, password: "wrong password" })),
);
const codes = answers.map((answer) => (answer.status === "rejected" ? (answer.reason as { code: string }).code : "in"));
console.log(JSON.stringify({ hashed, codes }));
await storage.close();
