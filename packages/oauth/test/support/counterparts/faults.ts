import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Fault } from "./kinds.ts";

const CHUNK = Buffer.alloc(64 * 1024, " ");
const HUGE = 10 * 1024 * 1024;

/** Answers as no provider should. `landing` is where redirects lead. */
export function answerBadly(fault: Fault, response: ServerResponse, landing: string): void {
  switch (fault) {
    case "hangs":
      return;
    case "drips":
      return drip(response);
    case "huge":
      return pour(response);
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Maintenance</title>");
      return;
    case "500":
      response.writeHead(500, { "content-type": "application/json" }).end('{"error":"server_error"}');
      return;
    case "redirects":
      response.writeHead(302, { location: landing }).end();
      return;
    case "array":
      response.writeHead(200, { "content-type": "application/json" }).end("[]");
      return;
    case "not-json":
      response.writeHead(200, { "content-type": "application/json" }).end('{"issuer":');
      return;
    case "closes":
      response.destroy();
  }
}

/** One byte now and then, for as long as somebody listens: no pause is long, and the answer never ends. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(timer));
}

/** 10 MB of blanks, no faster than they are read. */
function pour(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  Readable.from(Array.from({ length: HUGE / CHUNK.length }, () => CHUNK)).pipe(response);
}
