import { afterEach, describe, expect, it } from "vitest";
import { MailError, type Message, type Transport } from "../src/index.ts";
import { signRequest } from "../src/lib/transports/sigv4.ts";
import { postmark } from "../src/postmark.ts";
import { resend } from "../src/resend.ts";
import { ses } from "../src/ses.ts";
import { openApi, signatureOf, type ApiAnswer, type ApiRequest } from "./support/mail-api.ts";
import { keepingMailer, NOW, TOKEN, userWith } from "./support/mails.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function messageFrom(from?: string): Promise<Message> {
  const { mail, last } = keepingMailer(from === undefined ? {} : { from });
  const expiresAt = new Date(NOW + 3_600_000).toISOString();
  await mail.passwordReset.send({ user: userWith(), token: TOKEN, expiresAt });
  return last();
}

const KEY = "re_secret_key";
const AWS = { region: "eu-central-1", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret/Key+Example" };
const services: Record<string, (endpoint: string) => Transport> = {
  Resend: (endpoint) => resend({ apiKey: KEY, endpoint }),
  Postmark: (endpoint) => postmark({ token: KEY, endpoint }),
  SES: (endpoint) => ses({ ...AWS, endpoint }),
};

async function sendTo(
  name: string,
  { message, answer }: { message?: Message; answer?: (request: ApiRequest) => ApiAnswer | null } = {},
) {
  const api = await openApi(answer);
  closing.push(api.close);
  const error: unknown = await services[name]!(api.endpoint)
    .send(message ?? (await messageFrom()))
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  return { error, requests: api.requests };
}

describe("mail APIs over fetch", () => {
  it("Resend gets the mail as JSON, with the key and an idempotency key", async () => {
    const message = await messageFrom();
    const { error, requests } = await sendTo("Resend", { message });
    expect([error, requests.length]).toEqual([null, 1]);
    const [{ method, path, headers, body } = {} as ApiRequest] = requests;
    expect([method, path]).toEqual(["POST", "/emails"]);
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "content-type": "application/json",
      "user-agent": "latchkey",
      "idempotency-key": message.messageId.slice(1, -1),
    });
    const { subject, text, html } = message;
    expect(JSON.parse(body)).toEqual({
      from: "Shop <no-reply@shop.example>",
      to: ["ada@example.com"],
      subject,
      text,
      html,
      headers: { "Auto-Submitted": "auto-generated" },
    });
  });

  it("ML02 Postmark gets the mail as JSON, and is told to track neither links nor opening", async () => {
    const message = await messageFrom();
    const { error, requests } = await sendTo("Postmark", { message });
    expect([error, requests.length]).toEqual([null, 1]);
    const [{ method, path, headers, body } = {} as ApiRequest] = requests;
    expect([method, path]).toEqual(["POST", "/email"]);
    expect(headers).toMatchObject({ "x-postmark-server-token": KEY, "content-type": "application/json" });
    expect(headers.authorization).toBeUndefined();
    expect(JSON.parse(body)).toEqual({
      From: "Shop <no-reply@shop.example>",
      To: "ada@example.com",
      Subject: message.subject,
      TextBody: message.text,
      HtmlBody: message.html,
      Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
      MessageStream: "outbound",
      TrackLinks: "None",
      TrackOpens: false,
    });
  });

  it("SES gets the mail as JSON, with a signature that holds when it is computed anew", async () => {
    const message = await messageFrom("Über Shop <no-reply@shop.example>");
    const { error, requests } = await sendTo("SES", { message });
    expect([error, requests.length]).toEqual([null, 1]);
    const [request = {} as ApiRequest] = requests;
    expect([request.method, request.path]).toEqual(["POST", "/v2/email/outbound-emails"]);
    const day = request.headers["x-amz-date"]!.slice(0, 8);
    const scope = `${AWS.accessKeyId}/${day}/eu-central-1/ses/aws4_request`;
    const signature = signatureOf(request, AWS.secretAccessKey);
    expect(request.headers.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host;x-amz-date, Signature=${signature}`,
    );
    const content = (Data: string) => ({ Data, Charset: "UTF-8" });
    expect(JSON.parse(request.body)).toEqual({
      FromEmailAddress: "=?UTF-8?B?w5xiZXIgU2hvcA==?= <no-reply@shop.example>",
      Destination: { ToAddresses: ["ada@example.com"] },
      Content: {
        Simple: {
          Subject: content(message.subject),
          Body: { Text: content(message.text), Html: content(message.html) },
          Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
        },
      },
    });
  });

  it("SES signs the token of temporary credentials too, and names a configuration set", async () => {
    const api = await openApi();
    closing.push(api.close);
    const options = { ...AWS, sessionToken: "temporary/Token==", configurationSet: "accounts", endpoint: api.endpoint };
    await ses(options).send(await messageFrom());
    const [request = {} as ApiRequest] = api.requests;
    expect(request.headers["x-amz-security-token"]).toBe("temporary/Token==");
    expect(request.headers.authorization).toContain("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,");
    expect(request.headers.authorization).toContain(`Signature=${signatureOf(request, AWS.secretAccessKey)}`);
    expect(JSON.parse(request.body)).toMatchObject({ ConfigurationSetName: "accounts" });
    expect(signatureOf({ ...request, body: `${request.body} ` }, AWS.secretAccessKey)).not.toBe(
      signatureOf(request, AWS.secretAccessKey),
    );
  });

  it("the signature is the one that AWS publishes as an example (post-vanilla of its test suite)", async () => {
    const key = {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: null,
      region: "us-east-1",
      service: "service",
    };
    const request = { url: new URL("https://example.amazonaws.com/"), headers: {}, body: "" };
    const { Authorization } = await signRequest(request, key, new Date("2015-08-30T12:36:00Z"));
    expect(Authorization).toContain("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  });
});

describe.each(Object.keys(services))("ML04 when %s refuses", (name) => {
  const quoting = { message: "ada@example.com with re_secret_key is not welcome" };
  const reason = { Resend: "validation_error", Postmark: "300", SES: "MessageRejected" }[name]!;
  const answerWith = (status: number): ApiAnswer => ({
    status,
    headers: { "x-amzn-errortype": `${reason}:http://internal.amazon.com/` },
    body: JSON.stringify({ ...quoting, name: reason, ErrorCode: Number(reason) || reason, Message: quoting.message }),
  });

  it.each([
    [400, "refused", "refused the mail"],
    [401, "unauthorized", "refused the credentials"],
    [403, "unauthorized", "refused the credentials"],
    [422, "refused", "refused the mail"],
    [429, "deferred", "takes no mail for now"],
    [500, "failed", "failed"],
  ])(`ML04 ${name} with %d: an error says so, and quotes no address and no secret`, async (status, code, words) => {
    const { error } = await sendTo(name, { answer: () => answerWith(status) });
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({ code, status, transport: name, message: `${name} ${words} (${status}, ${reason})` });
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(/ada@|secret|welcome/);
    expect((error as Error).cause).toBeUndefined();
  });

  it(`ML04 ${name} with an answer that is no JSON, or has a sentence where the code should be`, async () => {
    for (const body of ["<html>", "", "null", "[]", '"x"', '{"name":"ada@example.com is bad","ErrorCode":{}}']) {
      const { error } = await sendTo(name, { answer: () => ({ status: 400, body }) });
      expect((error as Error).message).toBe(`${name} refused the mail (400)`);
    }
  });

  it(`ML04 ${name} that answers with a redirect: nobody follows, so the key goes nowhere else`, async () => {
    const elsewhere = await openApi();
    closing.push(elsewhere.close);
    const { error } = await sendTo(name, {
      answer: () => ({ status: 307, headers: { location: elsewhere.endpoint } }),
    });
    expect(error).toMatchObject({ code: "failed" });
    expect(elsewhere.requests).toEqual([]);
  });

  it(`ML04 ${name} that is not there`, async () => {
    const api = await openApi();
    api.close();
    await expect(services[name]!(api.endpoint).send(await messageFrom())).rejects.toMatchObject({
      name: "MailError",
      code: "unreachable",
      status: null,
      message: `${name} could not be reached`,
    });
  });
});

describe("options of mail APIs", () => {
  it.each<[string, () => unknown]>([
    ["resend without a key", () => resend({ apiKey: undefined })],
    ["resend with a line break in the key", () => resend({ apiKey: "a\r\nb" })],
    ["postmark without a token", () => postmark({ token: "" })],
    ["ses without a region", () => ses({ ...AWS, region: undefined })],
    ["ses with a region that is a host", () => ses({ ...AWS, region: "evil.example/" })],
    ["ses without a secret", () => ses({ ...AWS, secretAccessKey: undefined })],
  ])("%s is a TypeError", (_what, open) => {
    expect(open).toThrow(TypeError);
  });

  it("an endpoint is https, or http on this machine: the request carries a secret", () => {
    for (const endpoint of [
      "http://api.example",
      "ftp://localhost",
      "https://u:p@api.example",
      "https://api.example?x=1",
      "api.example",
    ]) {
      expect(() => resend({ apiKey: KEY, endpoint }), endpoint).toThrow("resend: endpoint must be an https URL");
      expect(() => postmark({ token: KEY, endpoint }), endpoint).toThrow("postmark: endpoint must be an https URL");
      expect(() => ses({ ...AWS, endpoint }), endpoint).toThrow("ses: endpoint must be an https URL");
    }
  });
});
