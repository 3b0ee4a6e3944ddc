import { SETTINGS } from "./settings.ts";

/** Options of the SDK by the variables that fill them in, without the function in front: `session.lifetime`. */
const VARIABLES: readonly (readonly [option: string, variable: string])[] = Object.entries(SETTINGS)
  .flatMap(([variable, { option = "" }]) => option.split(" ").map((path) => [path, variable] as const))
  .filter(([path]) => path !== "");

/**
 * Names the variable instead of the option: the SDK's sentences begin with the option's name, like `basePath must …`,
 * or with the function and the option, like `throttle: limit must …`.
 */
export function inVariables(sentence: string): string {
  const [begin = "", of, name = ""] = /^(?:(\w+)(?:: | needs ))?([\w.]+)/.exec(sentence) ?? [];
  const found = VARIABLES.find(([path]) => {
    const [owner, ...rest] = path.split(".");
    return (of === undefined || of === owner) && (rest.join(".") === name || rest.at(-1) === name);
  });
  return found ? found[1] + sentence.slice(begin.length) : sentence;
}
