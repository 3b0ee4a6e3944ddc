import { describe, expect, it } from "vitest";
import { client, codeOf } from "../support.ts";

const LIMIT = 1024;
const json = { "content-type": "application/json" };

/** A body of this many bytes. Its content is refused, but only after it was read. */
const bodyOf = (bytes: number) => JSON.stringify({ padding: "x".repeat(bytes - '{"padding":""}'.length) });

describe("F66 HT04 the limit of a body", () => {
  it.each([
    [LIMIT - 1, 400],
    [LIMIT, 400],
    [LIMIT + 1, 413],
  ])("%i bytes are %i, by declared length, by count and in small pieces", async (bytes, status) => {
    const { send } = client({ bodyLimit: LIMIT });
    const text = bodyOf(bytes);
    const pieces = () =>
      new ReadableStream({
        start(controller) {
          for (let at = 0; at < text.length; at += 100)
            controller.enqueue(new TextEncoder().encode(text.slice(at, at + 100)));
          controller.close();
        },
      });
    const answers = [
      await send("POST", "/signin", { ...json, "content-length": String(bytes) }, text),
      await send("POST", "/signin", json, text),
      await send("POST", "/signin", json, pieces()),
    ];
    for (const answer of answers)
      expect([answer.status, await codeOf(answer)]).toEqual([
        status,
        status === 413 ? "payload_too_large" : "invalid_request",
      ]);
  });

  it("cancels a body that is too long, and the answer does not wait for it", async () => {
    const { send } = client({ bodyLimit: LIMIT });
    let cancelled = 0;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(500).fill(32)),
      cancel() {
        cancelled++;
        return new Promise<void>(() => {});
      },
    });
    expect((await send("POST", "/signin", json, body)).status).toBe(413);
    expect(cancelled).toBe(1);
  });

  it("answers 413 even if cancelling the body fails", async () => {
    const { send } = client({ bodyLimit: LIMIT });
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(500).fill(32)),
      cancel: () => Promise.reject(new Error("gone")),
    });
    expect((await send("POST", "/signin", json, body)).status).toBe(413);
  });

  it("bodyLimit is a whole number of bytes from 1024", () => {
    for (const bodyLimit of [1023, 0, -1, 1024.5, NaN, Infinity, "2048"])
      expect(() => client({ bodyLimit: bodyLimit as number })).toThrow(/bodyLimit/);
    expect(() => client({ bodyLimit: 1024 })).not.toThrow();
  });
});
