import { expect, it } from "vitest";
import { bundle } from "../../../test/support/bundle.ts";

it("a provider and <SignInForm> take at most 12 288 bytes (gzip), with the client and English", async () => {
  const { gzip, files } = await bundle(
    'import { AuthProvider, SignInForm } from "@latchkey/react"; export { AuthProvider, SignInForm };',
  );
  expect(gzip).toBeLessThanOrEqual(12_288);
  expect(files).toContain("en/forms");
  expect(files).toContain("create-client");
  const others = /^(?:sign-in\/sign-up|password|email|account|sessions|api-keys|user-menu|mailed-token|en\/mails)\b/;
  // The client has a file for each group of routes, beside those of the components.
  const own = files.filter((file) => file.includes("/"));
  expect(own.filter((file) => others.test(file))).toEqual([]);
});

it("reading who is signed in bundles no form and no sentence", async () => {
  const { files } = await bundle('export { AuthProvider, SignedIn, useUser } from "@latchkey/react";');
  expect(files.filter((file) => /^(?:form|sentences|sign-in|en)\//.test(file))).toEqual([]);
});
