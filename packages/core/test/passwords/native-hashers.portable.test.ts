import { nativeHasherCases } from "./native-hashers.cases.ts";

const natives: Record<string, { scrypt: boolean; argon2id: boolean }> = {
  node: { scrypt: true, argon2id: true },
  bun: { scrypt: true, argon2id: true },
  deno: { scrypt: true, argon2id: false },
};

nativeHasherCases(natives[process.env.LATCHKEY_RUNTIME ?? ""] ?? null);
