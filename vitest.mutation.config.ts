import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { partOf } from "./scripts/mutation/parts.mjs";

const part = partOf(process.env.MUTATE ?? "core")!;

/**
 * The first test that fails ends the run of a mutant. So the file that noticed the last one comes first, and then the
 * quickest. Vitest itself begins with the longest.
 */
class QuickestFirst extends BaseSequencer {
  /** The longest that each file has taken, in milliseconds: a run that ended early took less. */
  readonly #longest = new Map<string, number>();

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const costs = files.map((file) => {
      const result = this.ctx.cache.getTestSpecificationResult(file);
      const longest = Math.max(this.#longest.get(file.moduleId) ?? 0, result?.duration ?? 0);
      this.#longest.set(file.moduleId, longest);
      return { file, cost: result?.failed ? -1 : longest };
    });
    return costs.toSorted((one, other) => one.cost - other.cost).map(({ file }) => file);
  }
}

/** The tests of one part, for Stryker. */
export default defineConfig({
  test: {
    env: { LATCHKEY_RUNTIME: "node", STORAGE_KINDS: part.storage ?? "" },
    include: part.tests,
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.workerd.test.ts"],
    sequence: { sequencer: QuickestFirst },
    // One worker for everything: starting one for each file would take longer than the tests.
    isolate: false,
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
