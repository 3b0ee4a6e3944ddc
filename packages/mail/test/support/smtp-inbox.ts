import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as it came over the wire. */
export interface Received extends Email {
  readonly raw: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Whether the connection was encrypted, and who had signed in. */
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface Inbox {
  readonly port: number;
  readonly mails: readonly Received[];
  /** How many connections were opened. */
  readonly connections: () => number;
  /** The next mail that was not taken yet. */
  readonly next: () => Promise<Received>;
  readonly close: () => Promise<void>;
}

export const USER = "mailer@shop.example";
/** With letters that have a meaning in a URL. */
export const PASSWORD = "p@ss:w/o#rd?%41";

/**
 * A real SMTP server, which keeps what it gets. It takes mails with a password alone. With a certificate it also takes
 * them after STARTTLS alone.
 */
export async function openInbox(options: SMTPServerOptions = {}): Promise<Inbox> {
  const mails: Received[] = [];
  const waiting: ((mail: Received) => void)[] = [];
  let [taken, connections] = [0, 0];
  const server = new SMTPServer({
    ...(options.cert === undefined ? { disabledCommands: ["STARTTLS"], allowInsecureAuth: true } : null),
    onAuth: ({ username, password }, _session, done) =>
      username === USER && password === PASSWORD
        ? done(null, { user: username })
        : done(new Error(`No such user or password: ${username}`)),
    onConnect(_session, done) {
      connections++;
      done();
    },
    onData(stream, { envelope, secure, user }, done) {
      // A client that goes away in the middle has sent no mail.
      (async () => {
        const bytes = await buffer(stream);
        const { mailFrom, rcptTo } = envelope;
        const mail: Received = {
          ...(await PostalMime.parse(bytes)),
          raw: bytes.toString("utf8"),
          envelope: { from: mailFrom === false ? "" : mailFrom.address, to: rcptTo.map(({ address }) => address) },
          secure,
          user: user as string | undefined,
        };
        mails.push(mail);
        done();
        waiting.shift()?.(mail);
      })().catch(done);
    },
    ...options,
  });
  // A client that is refused hangs up.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    next: async () => mails[taken++] ?? new Promise((resolve) => waiting.push(resolve)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
