import { afterAll, beforeAll, expect } from "vitest";
import { openInbox, PASSWORD, USER, type Inbox } from "../../packages/mail/test/support/smtp-inbox.ts";

/** Where an application sends its mails. */
export interface Mailbox {
  /** The server, as applications are told of it. */
  url(): string;
  /** The link of the newest mail to an address, once it is there. */
  linkTo(address: string, page: RegExp): Promise<string>;
}

/** A real SMTP server, which keeps what it gets. It is there while the cases around it run. */
export function mailbox(): Mailbox {
  let inbox: Inbox;
  beforeAll(async () => void (inbox = await openInbox()));
  afterAll(() => inbox.close());
  const find = (address: string, page: RegExp) =>
    inbox.mails
      .filter(({ envelope }) => envelope.to.includes(address))
      .flatMap(({ text = "" }) => /http\S+\?token=\S+/.exec(text) ?? [])
      .findLast((link) => page.test(link));
  return {
    url: () => `smtp://${[USER, PASSWORD].map(encodeURIComponent).join(":")}@127.0.0.1:${inbox.port}`,
    async linkTo(address, page) {
      await expect.poll(() => find(address, page), { timeout: 30_000 }).toBeDefined();
      return find(address, page)!;
    },
  };
}
