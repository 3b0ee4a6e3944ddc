import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";

/**
 * What of `@simplewebauthn/server` is never reached: statements of attestation with their certificates, and algorithms
 * that not every runtime has. `verify.ts` takes the statement out before the library sees it.
 */
const LEFT_OUT = [
  "errors/.*",
  "helpers/(convertCOSEtoPKCS|convertCertBufferToPEM|convertX509PublicKeyToCOSE|fetch|generateChallenge)",
  "helpers/(generateUserID|getCertificateInfo|isCertRevoked|logging|mapJWSAlgToCOSEAlg|mapX509SignatureAlgToCOSEAlg)",
  "helpers/(validateCertificatePath|validateExtFIDOGenCEAAGUID)",
  "helpers/iso/isoCrypto/(runtimeSupportsWebCryptoKeyAlg|verifyAKP|getRandomValues)",
  "(authentication|registration)/generate\\w+Options",
  "metadata/.*",
  "registration/verifications/.*",
  "services/.*",
];
const FILTER = new RegExp(`@simplewebauthn/server/esm/(${LEFT_OUT.join("|")})\\.js$`);
const EXPORTED = /^export (?:async )?(?:function|class|const) (\w+)/gm;

/** Leaves out of a bundle what is never reached: what is asked of it all the same, throws. */
export const trimWebAuthn: Plugin = {
  name: "trim-webauthn",
  setup(build) {
    build.onLoad({ filter: FILTER }, ({ path }) => {
      const names = [...readFileSync(path, "utf8").matchAll(EXPORTED)].map(([, name]) => name);
      const contents = names.map((name) => (name === "SettingsService" ? SETTINGS : stub(name!))).join("\n");
      return { contents, loader: "js" };
    });
    build.onResolve({ filter: /\/unwrapEC2Signature\.js$/ }, () => ({ path: UNWRAP }));
  },
};

const UNWRAP = join(import.meta.dirname, "src/lib/ceremony/unwrap-signature.ts");
const stub = (name: string) => `export function ${name}() { throw new Error("${name} is left out"); }`;
const SETTINGS = "export const SettingsService = { getRootCertificates: () => [], runtimeSupportsPQC: () => false };";
