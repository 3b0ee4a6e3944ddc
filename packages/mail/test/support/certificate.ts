import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for a host, signed by itself, so that it is its own authority. */
export function certificateFor(host: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-certificate-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const name = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host},IP:127.0.0.1`];
  const { status, stderr } = spawnSync("openssl", [...kind, ...name, "-keyout", key, "-out", cert], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  const pair = { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  rmSync(folder, { recursive: true });
  return pair;
}
