/** One instruction of a Dockerfile. */
export interface Instruction {
  readonly name: string;
  /** What stands behind the name, with `\` and line end as a space. */
  readonly text: string;
}

/** From one FROM to the next. */
export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** Reads the part of the language that deploy/Dockerfile uses. Anything else is an error. */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: { image: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")) {
    if (line.trim() === "") continue;
    const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") {
      const [, image = "", alias = null] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ image, name: alias, instructions: [] });
    } else if (KNOWN.includes(name)) stages.at(-1)!.instructions.push({ name, text: rest });
    else throw new Error(`An instruction that the test does not know: ${line}`);
  }
  return stages;
}

const KNOWN = ["WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"];

/** The text of every instruction of a name. */
export function textsOf({ instructions }: Stage, name: string): readonly string[] {
  return instructions.filter((one) => one.name === name).map(({ text }) => text);
}

/** The environment that its ENV instructions make. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  const pairs = textsOf(stage, "ENV").flatMap((text) => text.trim().split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

/** The command of an instruction in the JSON form, with options of it before. */
export function commandOf(stage: Stage, name: string): readonly string[] {
  const [text = "[]"] = textsOf(stage, name);
  return JSON.parse(text.slice(text.indexOf("["))) as string[];
}

/** Whether a path of the repository is left out by a .dockerignore. */
export function ignoredBy(text: string): (path: string) => boolean {
  const patterns = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => new RegExp(`^${line.split("**/").map(literal).join("(?:.*/)?")}(?:/|$)`));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

const literal = (part: string) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
