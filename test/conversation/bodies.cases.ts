import type { Cases } from "./cases.ts";
import { checkSame } from "./check.ts";
import { bearer, checkRefused, freshEmail, PASSWORD, whoIs, type Answer, type Client } from "./client.ts";

const LIMIT = 64 * 1024;
const utf8 = new TextEncoder();

export const bodyCases: Cases = {
  async "CK10 a body must be application/json, with or without parameters"(client) {
    const { email, password } = await client.alice();
    const text = JSON.stringify({ email, password });
    const refused = [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/json",
      "application/jsonp",
      "application/json-patch+json",
      "application/ld+json",
      "text/plain; application/json",
      "application/x-www-form-urlencoded, application/json",
      "application/json, text/plain",
      "",
      "json",
      "text/plain;charset=application/json",
      "*/*",
    ];
    for (const type of refused) {
      const answer = await client.send("POST", "/signin", { origin: client.origin, "content-type": type }, text);
      checkRefused(answer, 415, "unsupported_media_type", type);
      // A sign-out needs no body, but a form on another site would have a content type.
      if (type !== "")
        checkSame(
          (await client.send("POST", "/signout", { origin: client.origin, "content-type": type }, text)).status,
          415,
          `signing out with ${type}`,
        );
    }
    checkRefused(
      await client.send("POST", "/signin", { origin: client.origin }, utf8.encode(text)),
      415,
      "unsupported_media_type",
      "no type at all",
    );
    for (const type of [
      "application/json",
      "application/json; charset=utf-8",
      "APPLICATION/JSON",
      "application/json;charset=UTF-8",
      "application/json ; x=y",
      "application/json\t;x=y",
    ]) {
      checkRefused(
        await client.send("POST", "/signin", { origin: client.origin, "content-type": type }, "{}"),
        400,
        "invalid_request",
        type,
      );
    }
  },

  async "CK10 CK11 a form on another site can sign nobody out or in"(client) {
    const { token, email } = await client.alice();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const form = { "content-type": type, origin: "https://evil.example", ...client.cookie(token) };
      for (const path of ["/signout", "/signin", "/signup"]) {
        const { status } = await client.send(
          "POST",
          path,
          form,
          `{"email":"${email}","password":"${PASSWORD}","x":"="}`,
        );
        checkSame(status, 403, `${path} as ${type}`);
      }
    }
    checkSame(await whoIs(client, bearer(token)), email, "the session goes on");
  },

  async "HT04 a body over the limit, sent as one text, is 413"(client) {
    const answer = await json(
      client,
      "/signin",
      JSON.stringify({ email: freshEmail(), password: PASSWORD, padding: "x".repeat(LIMIT) }),
    );
    checkRefused(answer, 413, "payload_too_large", "over the limit");
  },

  async "HT04 a body over the limit without a declared length is 413, by the bytes that arrive"(client) {
    const sent = json(client, "/signup", stream(" ".repeat(64 * 1024), LIMIT / (64 * 1024) + 1));
    // SvelteKit hangs up on a client whose body nobody reads on.
    const answer = client.isInApplication ? await sent.catch(() => null) : await sent;
    if (answer) checkRefused(answer, 413, "payload_too_large", "streamed over the limit");
    const next = await client.post("/signin", { email: freshEmail(), password: PASSWORD });
    checkRefused(next, 401, "invalid_credentials", "the next request");
  },

  async "HT04 a body within the limit is read whole, in any number of pieces"(client) {
    const { email, password, user } = await client.alice();
    const text = JSON.stringify({ padding: "é🦊".repeat(100), email, password });
    const inPieces = await json(client, "/signin", pieces(utf8.encode(text), 7));
    checkSame([inPieces.status, inPieces.body], [200, { user }], "seven bytes at a time");
    const full = `{"padding":"${"x".repeat(LIMIT - 200)}","email":"${email}","password":"${password}"}`;
    checkSame((await json(client, "/signin", full)).status, 200, "just below the limit");
  },

  async "HT05 bad JSON, an empty body, a BOM and bad UTF-8 are 400"(client) {
    const good = `{"email":"${freshEmail()}","password":"${PASSWORD}"}`;
    const texts = [
      "",
      " ",
      "{",
      good.slice(0, -1),
      `${good}${good}`,
      `${good},`,
      "nope",
      "undefined",
      "NaN",
      "{'email':1}",
      `\ufeff${good}`,
      good.replaceAll('"', "'"),
      `// ${good}`,
      "[".repeat(60_000),
      '{"email":'.repeat(7_000),
    ];
    for (const path of ["/signup", "/signin"]) {
      for (const text of texts)
        checkRefused(
          await json(client, path, text),
          400,
          "invalid_request",
          `${path} ${JSON.stringify(text.slice(0, 40))}`,
        );
      for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe9]]) {
        const body = new Uint8Array([...utf8.encode(good.slice(0, -2)), ...bytes, ...utf8.encode('"}')]);
        checkRefused(
          await json(client, path, body),
          400,
          "invalid_request",
          `${path} with the bytes ${bytes.join(" ")}`,
        );
      }
      const utf16 = new Uint8Array([...good].flatMap((character) => [character.charCodeAt(0), 0]));
      checkRefused(await json(client, path, utf16), 400, "invalid_request", `${path} in UTF-16`);
    }
  },
};

function json(client: Client, path: string, body: string | Uint8Array<ArrayBuffer> | ReadableStream): Promise<Answer> {
  return client.send("POST", path, { origin: client.origin, "content-type": "application/json" }, body);
}

/** A stream of equal pieces, each made only when it is read. */
function stream(piece: string, times: number): ReadableStream<Uint8Array> {
  const bytes = utf8.encode(piece);
  let left = times;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(bytes);
      else controller.close();
    },
  });
}

function pieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
}
