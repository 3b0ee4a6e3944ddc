/** Does not mutate error sentences: they are for people and may change. Tests check codes and fields instead. */

import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const errors = new Set(["TypeError", "Error", "AuthError", "HttpError"]);

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "sentences", {
    // Stryker gives the path an empty interface as its type. It is a path of Babel's.
    shouldIgnore(/** @type {any} */ path) {
      const text = textOf(path.node);
      const call = path.parentPath?.node;
      const isSentence =
        text !== null && /\s/.test(text) && call?.type === "NewExpression" && errors.has(call.callee.name);
      return isSentence ? "a sentence for people" : undefined;
    },
  }),
];

/**
 * @param {any} node
 * @returns {string | null} of a string, or of a template's fixed parts
 */
function textOf(node) {
  if (node.type === "StringLiteral") return node.value;
  return node.type === "TemplateLiteral"
    ? node.quasis.map((/** @type {any} */ part) => part.value.raw).join(" ")
    : null;
}
