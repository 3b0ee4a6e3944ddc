import { run } from "../../scripts/workspace.mjs";

/** Runs a command that has to succeed. */
export async function must(command: string[], cwd: string): Promise<void> {
  const { code, output } = await run(command, { cwd });
  if (code !== 0) throw new Error(`${output.trim().slice(-2000)}\n${command.join(" ")} ended with ${code}`);
}
