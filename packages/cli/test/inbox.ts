import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll } from "vitest";
import { AUTH_SECRET } from "./databases.ts";

export const ORIGIN = "https://accounts.example.com";
export const FROM = "Corner Shop <no-reply@example.com>";

const servers: SMTPServer[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(resolve)))));

/** A real SMTP server that wants a password. `mails` has what came, as it came over the wire. */
export async function inbox() {
  const mails: string[] = [];
  const server = new SMTPServer({
    onAuth: ({ username, password }, _, done) =>
      username === "shop" && password === "sesame" ? done(null, { user: username }) : done(new Error("Refused")),
    onData: (stream, _, done) =>
      void text(stream).then((mail) => {
        mails.push(mail.replaceAll("=\r\n", "").replaceAll("=3D", "="));
        done();
      }),
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  servers.push(server);
  const { port } = server.server.address() as AddressInfo;
  return { mails, url: `smtp://shop:sesame@127.0.0.1:${port}`, wrong: `smtp://shop:tower@127.0.0.1:${port}` };
}

/** The variables of a server in production that sends its mails by SMTP. */
export const production = (AUTH_SMTP_URL: string) => ({
  NODE_ENV: "production",
  AUTH_SECRET,
  AUTH_ORIGIN: ORIGIN,
  AUTH_MAIL_FROM: FROM,
  AUTH_NAME: "Corner Shop",
  AUTH_SMTP_URL,
});
