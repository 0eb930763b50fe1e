import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatNotebook } from "../../../kernels/runner/mod.ts";
import { readLedger } from "../../../lib/verdict/mod.ts";
import { file, folderWithLibrary, lab, STARTS_LAB } from "./cli.ts";
import { commitAll, initialise } from "./history.ts";
import { frozenCoin } from "./notebooks.ts";

/** Two cells of a grid, of which the first takes so long, with a budget for both. */
function slowCoin(seconds: number, capSeconds: number): string {
  const document = frozenCoin();
  const [plan, body] = document.cells;
  plan!.source = (plan!.source as string).replace(
    "budget: { capSeconds: 10 }",
    `budget: { capSeconds: ${capSeconds}, projectionAt: 0.5 }`,
  );
  body!.source = (body!.source as string).replace(
    "ledger.record(",
    `await new Promise((resolve) => setTimeout(resolve, ${
      1000 * seconds
    }));\nawait ledger.proceed(1, 2);\nledger.record(`,
  );
  return formatNotebook(document);
}

describe.runIf(STARTS_LAB)("a registered budget", () => {
  test("halts a run that would exceed it: a result, recorded and checked, not a failure", async () => {
    const at = folderWithLibrary();
    initialise(at);
    file(at, ".gitignore", "out/\n");
    file(at, "coin.ipynb", slowCoin(0.7, 1));
    expect((await lab(at, ["freeze", "coin.ipynb"])).code).toBe(0);
    commitAll(at, "Freeze");
    const { code, stdout, stderr } = await lab(at, ["run", "coin.ipynb", "--mode", "full", "--record"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^outcome: HALT$/m);
    const ledger = await readLedger(join(at, "results/coin.full.json"));
    expect(ledger.rows.map(({ measure }) => measure)).toEqual(["budgetDecision", "projectedSeconds"]);
    expect(ledger.verdict!.predictions.map(({ verdict }) => verdict)).toEqual(["HALT", "HALT"]);
    commitAll(at, "Results");
    const checked = await lab(at, ["check", "coin.ipynb", "--static"]);
    expect(checked).toMatchObject({ code: 0, stdout: "coin holds: P1 HALT, P2 HALT; outcome HALT\n" });
    // Any other error in the same place is one.
    const path = join(at, "coin.ipynb");
    const document = JSON.parse(formatNotebook(JSON.parse(slowCoin(0.7, 1))));
    document.cells[1].source = "throw new Error('boo')";
    writeFileSync(path, JSON.stringify(document));
    expect((await lab(at, ["run", "coin.ipynb", "--mode", "full"])).code).toBe(1);
  });

  test("lets a run go on that keeps within it", async () => {
    const at = folderWithLibrary();
    file(at, "coin.ipynb", slowCoin(0, 3600));
    const { code, stdout } = await lab(at, ["run", "coin.ipynb", "--mode", "full"]);
    expect([code, /^outcome: FAIR$/m.test(stdout)]).toEqual([0, true]);
  });
});
