/**
 * `npm run test:mutation -- core --one-in 5`: changes one function in five, chosen by where it stands, which is as good
 * as by chance. All of core takes hours on two cores.
 */

import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const oneIn = Number(process.env.MUTATE_ONE_IN ?? 1);

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "sample", {
    // Stryker gives the path an empty interface as its type. It is a path of Babel's.
    shouldIgnore(/** @type {any} */ path) {
      const isTopLevel = path.parentPath?.node.type === "Program";
      return isTopLevel && !isChosen(path.node.start, path.node.end) ? "not in the sample" : undefined;
    },
  }),
];

/**
 * FNV-1a, so that neighbours fare differently, and the same code gives the same sample.
 *
 * @param {number} start
 * @param {number} end
 */
function isChosen(start, end) {
  let hash = 0x811c9dc5;
  for (const character of `${start}-${end}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % oneIn === 0;
}
