/** Leaves error sentences alone: they are for people, may change, and tests hold their codes and fields instead. */

import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const errors = new Set(["TypeError", "Error", "AuthError", "HttpError"]);

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "sentences", {
    // Stryker types the path as its own empty interface; it is Babel's.
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
