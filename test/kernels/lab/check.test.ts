import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checkNotebook } from "../../../kernels/lab/check_notebook.ts";
import { formatNotebook, type NotebookDocument, readNotebook } from "../../../kernels/runner/mod.ts";
import { file, folder, folderWithLibrary, folderWithPart, lab, STARTS_LAB } from "./cli.ts";
import { commitAll, initialise } from "./history.ts";
import { frozenCoin, notebook } from "./notebooks.ts";

// A JSON document that a test breaks on purpose.
// deno-lint-ignore no-explicit-any
type Loose = any;

let original = "";

/** A copy of the recorded experiment, with its history. */
function copy(): string {
  const at = folder();
  cpSync(original, at, { recursive: true });
  return at;
}

function edit(path: string, change: (document: Loose) => void): void {
  const document = JSON.parse(readFileSync(path, "utf8"));
  change(document);
  writeFileSync(path, JSON.stringify(document));
}

async function checked(
  at: string,
  ...flags: string[]
): Promise<{ code: number | null; result: Loose; stderr: string }> {
  const { code, stdout, stderr } = await lab(at, ["check", "coin.ipynb", "--json", ...flags]);
  return { code, stderr, result: JSON.parse(stdout).experiments[0] };
}

/** The same without its cells as code, which take a compiler, and without a process of its own. */
async function checkedHere(at: string): Promise<{ code: number; result: Loose }> {
  const path = join(at, NOTEBOOK);
  const { problems, notChecked, ...result } = await checkNotebook({ path, name: "coin" }, readNotebook(path), null);
  const all = [...problems, ...notChecked.map(({ message }) => message)];
  const code = { "holds": 0, "fails": 1, "not-checked": 2 }[result.status];
  return { code, result: { ...result, problems: all, notChecked } };
}

const CELL = "cells", LEDGER = "results/coin.full.json", NOTEBOOK = "coin.ipynb";

type Mutation = readonly [what: string, where: string, change: (document: Loose) => void, told: RegExp];

/** A registration cell that was changed after it was frozen. */
function bent(what: string, from: string, to: string, told: string): Mutation[] {
  const change = (document: Loose) => {
    const source = [document.cells[0].source].flat().join("");
    expect(source).toContain(from);
    document.cells[0].source = source.replace(from, to);
  };
  return [[`${what} in the cell`, NOTEBOOK, change, new RegExp(`^cell 1 \\(pre-registration\\): ${escaped(told)}`)]];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function prose(from: string, to: string): (document: Loose) => void {
  return (document) => {
    const source = [document.cells[3].source].flat().join("");
    expect(source).toContain(from);
    document.cells[3].source = source.replace(from, to);
  };
}

/** Prose behind the cells, so that their numbers stay: a sealed figure with its source, and an interpolated one. */
function withProse(document: NotebookDocument): NotebookDocument {
  const source = "A coin of 1963 fell on its edge in 0.6 %; here the share of heads is <!--= heads | 2 --><!--/-->.";
  return {
    ...document,
    cells: [...document.cells, {
      id: "prose",
      cell_type: "markdown",
      metadata: { thermolab: { source: "a made-up table" } },
      source,
    }],
  };
}

const MUTATIONS: readonly Mutation[] = [
  [
    "one character of a comment in the registration cell",
    NOTEBOOK,
    (d) => d[CELL][0].source = `// x\n${[d[CELL][0].source].flat().join("")}`,
    /^cell 1 \(pre-registration\): its digest is sha256:/,
  ],
  [
    "one character of the question",
    NOTEBOOK,
    (d) => d[CELL][0].source = [d[CELL][0].source].flat().join("").replace("fair?", "fair!"),
    /^cell 1 \(pre-registration\): its registration is not the one in the ledger/,
  ],
  ["a registration that cannot be read", NOTEBOOK, (d) => d[CELL][0].source = "const plan = 1;", /registration/],
  ["a lost tag", NOTEBOOK, (d) => d[CELL][0].metadata = {}, /no cell is tagged preregistration/],
  ...bent("a threshold", "0.45", "0.44", "P1 clause 1 threshold[0]: frozen 0.45, the cell has 0.44"),
  ...bent("a comparison", '"<"', '"<="', 'P2 clause 1 comparison: frozen "<", the cell has "<="'),
  ...bent("an aggregate", '"single"', '"max"', 'P1 clause 1 estimand.aggregate: frozen "single", the cell has "max"'),
  ...bent("a seed", "toss: 7", "toss: 8", "seeds.toss: frozen 7, the cell has 8"),
  ...bent("a grid", "grid: {}", "grid: { coins: [1] }", "grid.coins: "),
  ...bent("a constant", "constants: {}", "constants: { bias: 1 }", "constants.bias: "),
  ["a digit of a sealed figure", NOTEBOOK, prose("0.6 %", "0.7 %"), /^cell 4 .*"0\.7" stands where "0\.6" was sealed/],
  ["a digit of an interpolated value", NOTEBOOK, prose("0.50", "0.51"), /^cell 4 .*0\.51/],
  ["a row that decides nothing", LEDGER, (d) => d.rows[0].n = 99, /its rows are not those that were recorded/],
  [
    "a threshold in the freeze record",
    "preregistrations/coin.json",
    (d) => d.links[0].registration.predictions[1].clauses[0].threshold = 0.2,
    /preregistrations\/coin\.json/,
  ],
  ["an execution count", NOTEBOOK, (d) => d[CELL][2].execution_count = 7, /^cell 3 .*count is 7, 3 is needed/],
  ["a missing output", NOTEBOOK, (d) => d[CELL][1].outputs = [], /^cell 2 .*shows 0 displays, the ledger counts 1/],
  [
    "an error output",
    NOTEBOOK,
    (d) => d[CELL][2].outputs.push({ output_type: "error", ename: "Error", evalue: "boo", traceback: [] }),
    /^cell 3 .*shows the error Error: boo/,
  ],
  ["a cell that is gone", NOTEBOOK, (d) => d[CELL].splice(2, 1), /^cell 3: the ledger counts/],
  ["a value in the ledger", LEDGER, (d) => d.rows[0].value = 0.4, /^P1 .*recorded .*recomputed/],
  ["a value in its last digit", LEDGER, (d) => d.rows[0].value = 0.5000000000000001, /^P1 measure: recorded 0\.5,/],
  ["a recorded verdict", LEDGER, (d) => d.verdict.predictions[1].verdict = "FAIL", /^P2 verdict: recorded "FAIL"/],
  ["a recorded outcome", LEDGER, (d) => d.verdict.outcome = "OPEN", /^outcome: recorded "OPEN", recomputed "FAIR"/],
  ["a digest in the ledger", LEDGER, (d) => d.preregistration.digest = null, /the ledger has null/],
  [
    "a threshold in the ledger's registration",
    LEDGER,
    (d) => d.preregistration.registration.predictions[1].clauses[0].threshold = 0.2,
    /its registration is not the one in the ledger/,
  ],
  ["a seed in the ledger", LEDGER, (d) => d.seeds.toss = 8, /its seeds are \{"toss":7\}, the ledger has \{"toss":8\}/],
  ["the ledger's mode", LEDGER, (d) => d.mode = "quick", /its mode is "quick"/],
  ["a key that no ledger has", LEDGER, (d) => d.note = "x", /note/],
];

describe.runIf(STARTS_LAB)("lab check", () => {
  beforeAll(async () => {
    original = folderWithPart("lib/verdict/mod.ts");
    initialise(original);
    file(original, ".gitignore", "out/\n");
    file(original, "coin.ipynb", formatNotebook(withProse(frozenCoin())));
    expect(await lab(original, ["freeze", "coin.ipynb"])).toMatchObject({ code: 0, stderr: "" });
    commitAll(original, "Freeze");
    const { code, stderr } = await lab(original, ["run", "coin.ipynb", "--mode", "full", "--record"]);
    expect(code, stderr).toBe(0);
    commitAll(original, "Results");
  });

  test("a recorded experiment holds, re-executed in quick mode", async () => {
    const { code, stdout, stderr } = await lab(copy(), ["check", "coin.ipynb"]);
    expect(stderr).toMatch(/^Checking coin \(with a run in quick mode\)\n/);
    expect(stderr).toMatch(/re-execution in quick mode: 1 rows compared bit for bit/);
    expect(stdout).toBe("coin holds: P1 PASS, P2 PASS; outcome FAIR\n");
    expect(code).toBe(0);
  });

  test("new sampling seeds must agree within the Monte-Carlo error", async () => {
    const at = copy();
    const { code, stderr } = await lab(at, ["check", "coin.ipynb", "--new-seeds", "100"]);
    expect(stderr).toMatch(/with the seeds \{"toss":100\}: 1 rows compared, 0 of them within/);
    expect(code).toBe(0);
    // An exact row that depends on a sampling seed.
    edit(join(at, NOTEBOOK), (d) => {
      d.cells[1].source = [d.cells[1].source].flat().join("").replace(
        "value: 0.5",
        'value: 0.43 + ledger.seed("toss") / 100',
      );
    });
    const again = await checked(at, "--new-seeds", "8");
    expect(again.result.problems.join("\n")).toMatch(
      /row heads: recorded 0\.5, now 0\.51; an exact row must not depend/,
    );
    expect((await lab(at, ["check", "coin.ipynb", "--new-seeds", "8", "--static"])).code).toBe(64);
  });

  test("prints one JSON object with the recorded verdict", async () => {
    const { code, result } = await checked(copy(), "--static");
    expect(code).toBe(0);
    expect(result).toEqual({
      id: "coin",
      status: "holds",
      outcome: "FAIR",
      predictions: [
        { id: "P1", verdict: "PASS", measure: 0.5, error: null, threshold: "∈ [0.45, 0.55]", published: "0.5, PASS" },
        { id: "P2", verdict: "PASS", measure: 0.01, error: null, threshold: "< 0.1", published: null },
      ],
      problems: [],
      notChecked: [],
    });
  });

  test("a missing metric is not checked, and named", async () => {
    const at = copy();
    edit(join(at, LEDGER), (d) => d.rows.pop());
    const { code, result } = await checkedHere(at);
    expect([code, result.status]).toEqual([2, "not-checked"]);
    expect(result.notChecked).toEqual([{
      id: "metric",
      message: "P2 is NOT CHECKED: 0 of 1 rows of edge; recorded is PASS",
    }]);
  });

  test("a registration that was never frozen is not checked, nor is one without a history", async () => {
    const unfrozen = copy();
    rmSync(join(unfrozen, "preregistrations"), { recursive: true });
    const first = await checkedHere(unfrozen);
    expect([first.code, first.result.notChecked.map(({ id }: Loose) => id)]).toEqual([2, ["freeze"]]);
    const exported = copy();
    rmSync(join(exported, ".git"), { recursive: true });
    const second = await checkedHere(exported);
    expect([second.code, second.result.notChecked.map(({ id }: Loose) => id)]).toEqual([2, ["order"]]);
  });

  test("other formatting of the files changes nothing", async () => {
    const at = copy();
    for (const name of [NOTEBOOK, LEDGER]) edit(join(at, name), () => {});
    edit(join(at, NOTEBOOK), (d) => {
      for (const cell of d.cells) cell.source = [cell.source].flat().join("").split(/(?<=\n)/);
    });
    expect((await checked(at, "--static")).code).toBe(0);
  });

  test.each(MUTATIONS)("catches %s", async (_, where, change, told) => {
    const at = copy();
    edit(join(at, where), change);
    const { code, result } = await checkedHere(at);
    expect(result.status).toBe("fails");
    expect(result.problems.some((problem: string) => told.test(problem)), result.problems.join("\n")).toBe(true);
    expect(code).toBe(1);
  });

  test("checks cells as code, and names every problem with its line", async () => {
    const at = copy();
    const lines = ["const saved: number = await ledger.save();", "const other=1;", "debugger;", "leger.save(other);"];
    edit(join(at, NOTEBOOK), (d) => d.cells[2].source = lines.join("\n"));
    const { code, result } = await checked(at, "--static");
    expect(code).toBe(1);
    const told = [
      /^cell 3, line 1: TS2322 /,
      /^cell 3, line 2: deno-fmt /,
      /^cell 3, line 3: no-debugger /,
      /^cell 3, line 4: TS2552 /,
    ];
    expect([...result.problems].sort()).toEqual(told.map((pattern) => expect.stringMatching(pattern)));
  });

  test("tells once of each cell that ran in another order", async () => {
    const at = copy();
    edit(join(at, NOTEBOOK), (d) => [d.cells[1].execution_count, d.cells[2].execution_count] = [3, 2]);
    const { code, result } = await checked(at, "--static");
    expect([code, result.problems]).toEqual([1, [
      expect.stringMatching(/^cell 2 .*execution count is 3, 2 is needed; run the notebook from the top$/),
      expect.stringMatching(/^cell 3 .*execution count is 2, 3 is needed; run the notebook from the top$/),
    ]]);
  });

  test("catches a ledger that is cut off", async () => {
    const at = copy();
    const path = join(at, LEDGER);
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 200));
    const { code, result } = await checked(at, "--static");
    expect([code, result.status]).toEqual([1, "fails"]);
    expect(result.problems[0]).toMatch(/not JSON/);
  });

  test("catches a quick run that contradicts the record, and one that fails", async () => {
    const at = copy();
    edit(join(at, NOTEBOOK), (d) => d.cells[1].source = [d.cells[1].source].flat().join("").replace("0.5", "0.9"));
    const contradicts = await checked(at);
    expect([contradicts.code, contradicts.result.problems]).toEqual([1, [
      "re-execution in quick mode: row heads: recorded 0.5, now 0.9; the same seeds must give the same bits",
      "re-execution in quick mode: P1: the re-execution gives FAIL, recorded is PASS",
    ]]);
    edit(join(at, NOTEBOOK), (d) => d.cells[1].source = 'throw new Error("boo")');
    const { code, stdout, stderr } = await lab(at, ["check", "coin.ipynb"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^coin fails/);
    expect(stderr).toMatch(/^coin: re-execution in quick mode: cell 2 .*Error: boo$/m);
  });

  test("a draft holds and says so; a frozen registration without a record is not checked", async () => {
    const at = folderWithLibrary();
    file(at, "coin.ipynb", formatNotebook(frozenCoin()));
    const draft = await lab(at, ["check", "coin.ipynb", "--static"]);
    expect(draft, draft.stderr).toMatchObject({
      code: 0,
      stdout: "coin holds: a draft, neither frozen nor recorded\n",
    });
    expect((await lab(at, ["freeze", "coin.ipynb"])).code).toBe(0);
    const { code, result, stderr } = await checked(at, "--static");
    expect([code, result.status, result.outcome, result.predictions]).toEqual([2, "not-checked", null, []]);
    expect(result.notChecked.map(({ id }: Loose) => id)).toEqual(["record"]);
    expect(result.problems[0]).toContain("no recorded ledger");
    expect(stderr).toBe("Checking coin\n");
  });

  test("checks several notebooks at once, and tells each in the order given", async () => {
    const at = folderWithLibrary();
    const waiting = notebook(
      'import { existsSync } from "node:fs";\n' +
        'while (!existsSync("over")) await new Promise((resolve) => setTimeout(resolve, 10));',
    );
    file(at, "slow.ipynb", formatNotebook(waiting));
    file(at, "fast.ipynb", formatNotebook(notebook("console.log(1);")));
    const args = ["check", "slow.ipynb", "fast.ipynb", "--parallel", "2"];
    const { stdout, stderr } = await lab(at, args, {
      onError: (text) => void (text.includes("[fast] done") && file(at, "over", "")),
    });
    expect(stdout.match(/^(slow|fast) /gm), stderr).toEqual(["slow ", "fast "]);
    expect(stderr.indexOf("[fast] done")).toBeLessThan(stderr.indexOf("[slow] done"));
    expect((await lab(at, ["check", "slow.ipynb", "--parallel", "0"])).code).toBe(64);
  });

  test("a user's own notebook without a pre-registration holds when it runs clean", async () => {
    const at = folder();
    file(at, "mine.ipynb", formatNotebook(notebook("1 + 1")));
    file(at, "bad.ipynb", formatNotebook(notebook("undefinedName")));
    expect((await lab(at, ["check", "mine.ipynb"])).code).toBe(0);
    expect((await lab(at, ["check", "mine.ipynb", "bad.ipynb"])).code).toBe(1);
  });
});
