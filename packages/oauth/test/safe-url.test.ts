import { expect, it } from "vitest";
import { isSafeFor } from "../src/lib/http/safe-url.ts";

it("OA14 the document of a provider elsewhere cannot point to programs on this machine", () => {
  const [elsewhere, here] = ["https://accounts.example.com", "http://127.0.0.1:4000"];
  for (const url of ["http://127.0.0.1:6379/", "http://localhost/token", "http://[::1]:2375/"]) {
    expect([url, isSafeFor(elsewhere, url)]).toEqual([url, false]);
    expect([url, isSafeFor(here, url)]).toEqual([url, true]);
  }
  for (const url of ["http://accounts.example.com/token", "https://me@accounts.example.com/", "file:///", null])
    expect([url, isSafeFor(here, url)]).toEqual([url, false]);
  expect(isSafeFor(elsewhere, "https://token.example.com/token")).toBe(true);
});
