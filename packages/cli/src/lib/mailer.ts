/** Takes a mail: to whom, about what, and the request that its link would make. */
export type Mailer = (to: string, subject: string, path?: string, body?: Readonly<Record<string, string>>) => void;

/** For development: mails are shown instead of sent, with a line to paste where a link would be. */
export function terminalMailer(say: (text: string) => void, url: () => string): Mailer {
  return (to, subject, path, body) => {
    const lines = [`Mail to ${to}: ${subject}`];
    if (path !== undefined)
      lines.push(`  curl -i ${url()}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`);
    say(lines.join("\n"));
  };
}
