import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freezeOrder } from "../../../kernels/lab/freeze_order.ts";
import { formatNotebook } from "../../../kernels/runner/mod.ts";
import { findPreregistration } from "../../../lib/verdict/mod.ts";
import { file, folder } from "./cli.ts";
import { commitAll, git, initialise } from "./history.ts";
import { coin } from "./notebooks.ts";

const NOTEBOOK = formatNotebook(coin()), DIGEST = findPreregistration(coin())!.digest;
const OTHER = `sha256:${"0".repeat(64)}`;

function repository(): string {
  const at = folder();
  initialise(at);
  file(at, "README.md", "empty\n");
  commitAll(at, "Start");
  return at;
}

function freeze(at: string, ...digests: string[]): void {
  file(at, "preregistrations/coin.json", JSON.stringify({ links: digests.map((digest) => ({ digest })) }));
}

function results(at: string, digest: string, note = ""): void {
  file(at, "results/coin.full.json", JSON.stringify({ preregistration: { digest }, note }));
}

function order(at: string, digests: readonly string[], answered: string | null = digests[0] ?? null) {
  return freezeOrder({
    notebook: join(at, "coin.ipynb"),
    freezeRecord: join(at, "preregistrations/coin.json"),
    ledger: join(at, "results/coin.full.json"),
    digests,
    answered,
  });
}

const HOLDS = { problems: [], notChecked: null };

describe("freezeOrder()", () => {
  test("holds when the freeze record was committed before the results, and when the cell was", () => {
    for (const seal of [(at: string) => freeze(at, DIGEST), (at: string) => file(at, "coin.ipynb", NOTEBOOK)]) {
      const at = repository();
      seal(at);
      commitAll(at, "Freeze");
      results(at, DIGEST);
      commitAll(at, "Results");
      results(at, DIGEST, "again");
      commitAll(at, "The same results");
      expect(order(at, [DIGEST])).toEqual(HOLDS);
    }
  });

  test("names results that were committed with the freeze, before it, or without one", () => {
    const together = repository();
    freeze(together, DIGEST);
    results(together, DIGEST);
    const commit = commitAll(together, "Both").slice(0, 9);
    expect(order(together, [DIGEST]).problems).toEqual([
      `the results of commit ${commit} answer ${
        DIGEST.slice(0, 19)
      }…, which was committed in ${commit}, not before them`,
    ]);

    const late = repository();
    results(late, DIGEST);
    const early = commitAll(late, "Results").slice(0, 9);
    freeze(late, DIGEST);
    const after = commitAll(late, "Freeze").slice(0, 9);
    expect(order(late, [DIGEST]).problems[0]).toContain(`commit ${early}`);
    expect(order(late, [DIGEST]).problems[0]).toContain(`committed in ${after}, not before them`);

    const never = repository();
    results(never, DIGEST);
    commitAll(never, "Results");
    freeze(never, DIGEST);
    expect(order(never, [DIGEST]).problems[0]).toMatch(/never committed before them/);
  });

  test("names a registration that was replaced after its results, where an amendment holds", () => {
    const at = repository();
    freeze(at, OTHER);
    commitAll(at, "Freeze");
    results(at, OTHER);
    commitAll(at, "Results");
    freeze(at, OTHER, DIGEST);
    commitAll(at, "Amend");
    results(at, DIGEST);
    commitAll(at, "Results of the amended registration");
    expect(order(at, [OTHER, DIGEST], DIGEST)).toEqual(HOLDS);
    expect(order(at, [DIGEST]).problems[0]).toMatch(/not in the chain of this registration: it was replaced/);
  });

  test("does not take a freeze on another branch for an earlier one", () => {
    const at = repository();
    git(at, "checkout", "--quiet", "-b", "side");
    freeze(at, DIGEST);
    commitAll(at, "Freeze on a side branch");
    git(at, "checkout", "--quiet", "main");
    results(at, DIGEST);
    commitAll(at, "Results");
    git(at, "merge", "--quiet", "-m", "Merge", "side");
    expect(existsSync(join(at, "preregistrations/coin.json"))).toBe(true);
    expect(order(at, [DIGEST]).problems[0]).toMatch(/not before them/);
  });

  test("waits for a freeze that is not committed while no result is", () => {
    const at = repository();
    freeze(at, DIGEST);
    results(at, DIGEST);
    expect(order(at, [DIGEST]).notChecked).toMatch(/is in no commit yet/);
    expect(order(at, [DIGEST], null)).toEqual(HOLDS);
  });

  test("says NOT CHECKED of a shallow clone, of a folder without history, and without a commit", () => {
    const at = repository();
    freeze(at, DIGEST);
    commitAll(at, "Freeze");
    results(at, DIGEST);
    commitAll(at, "Results");
    const clone = folder();
    git(clone, "clone", "--quiet", "--depth=1", `file://${at}`, ".");
    expect(order(clone, [DIGEST])).toEqual({ problems: [], notChecked: expect.stringMatching(/shallow.*--unshallow/) });
    git(clone, "fetch", "--quiet", "--unshallow");
    expect(order(clone, [DIGEST])).toEqual(HOLDS);

    expect(order(folder(), [DIGEST]).notChecked).toMatch(/no git repository/);
    const empty = folder();
    initialise(empty);
    expect(order(empty, [DIGEST]).notChecked).toMatch(/no commit yet/);
  });

  test("takes broken files of old commits for no evidence", () => {
    const at = repository();
    writeFileSync(join(at, "coin.ipynb"), "{ cut off");
    file(at, "results/coin.full.json", '{"preregistration": {"dig');
    commitAll(at, "Broken files");
    rmSync(join(at, "results"), { recursive: true });
    commitAll(at, "Gone");
    freeze(at, DIGEST);
    commitAll(at, "Freeze");
    results(at, DIGEST);
    commitAll(at, "Results");
    expect(order(at, [DIGEST])).toEqual(HOLDS);
  });
});
