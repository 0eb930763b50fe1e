import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { examine, findPreregistration, type MutantSummary } from "../../../../lib/verdict/mod.ts";
import { published, publishedNames } from "../published_fixture.ts";

const NOTEBOOKS = ["00-trainability-theorem", "01-exact-diagonalisation", "05-gap-vs-multimodality"];

function told(name: string, { count, changed, survivors }: Pick<MutantSummary, "count" | "changed" | "survivors">) {
  const share = (100 * changed / count).toFixed(1);
  console.log(`${name.padEnd(28)} ${changed} of ${count} mutants told (${share} %), ${survivors.length} survive`);
  for (const { rule, mutant, reason } of survivors) console.log(`  ${rule}: ${mutant} (${reason})`);
  return changed / count;
}

describe("examine() tells at least 95 of 100 mutants", () => {
  test.each(NOTEBOOKS)("of the notebook %s and finds a ledger for each outcome", (name) => {
    const url = new URL(`../../../../notebooks/${name}.ipynb`, import.meta.url);
    const { registration } = findPreregistration(JSON.parse(readFileSync(url, "utf8")))!;
    const { witnesses, mutants } = examine(registration);
    expect(told(name, mutants)).toBeGreaterThanOrEqual(0.95);
    const outcomes = witnesses.filter(({ rule }) => rule === "outcomes");
    expect(outcomes).toHaveLength(registration.outcomes.length + (registration.otherwise === null ? 0 : 1));
    for (const { verdict } of outcomes) expect(verdict).toBe("PASS");
  });

  test("of the published registrations taken together", async () => {
    const summaries: MutantSummary[] = [];
    for (const name of publishedNames) {
      const { mutants } = examine((await published(name)).registration);
      told(name, mutants);
      summaries.push(mutants);
    }
    const sum = (of: "count" | "changed"): number => summaries.reduce((total, summary) => total + summary[of], 0);
    const all = { count: sum("count"), changed: sum("changed"), survivors: summaries.flatMap((one) => one.survivors) };
    expect(told("all published", { ...all, survivors: [] })).toBeGreaterThanOrEqual(0.95);
    expect(publishedNames).toHaveLength(18);
    for (const { reason } of all.survivors) expect(reason).toMatch(/^equivalent: |^no rank correlation of /);
  });
});
