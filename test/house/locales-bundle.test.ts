import { expect, it } from "vitest";
import { bundle } from "../support/bundle.ts";

it("CL09 a bundle has the language and the area that it uses, and no sentence of another", async () => {
  const { files } = await bundle(`
    import { errorSentence, fill } from "@latchkey/locales";
    import { en } from "@latchkey/locales/en";
    import { forms } from "@latchkey/locales/ja";
    console.log(errorSentence({ code: "en", errors: {} }, { code: "internal" }), fill(forms.signedInAs, {}));
  `);
  expect(files.toSorted()).toEqual(["<stdin>", "duration", "error-sentence", "fill", "ja/forms"]);
});
