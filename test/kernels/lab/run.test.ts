import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { codeDigest, fileDigest } from "../../../kernels/lab/code_digest.ts";
import { type CodeCell, formatNotebook, readNotebook } from "../../../kernels/runner/mod.ts";
import { findPreregistration, readLedger, writeLedger } from "../../../lib/verdict/mod.ts";
import { file, folder, folderWithLibrary, lab, ROOT, STARTS_LAB } from "./cli.ts";
import { coin, notebook } from "./notebooks.ts";

describe.runIf(STARTS_LAB)("lab run", () => {
  test("writes notebook, ledger and page of an experiment, and prints its verdicts", async () => {
    const at = folderWithLibrary();
    const path = file(at, "coin.ipynb", formatNotebook(coin()));
    const { code, stdout, stderr } = await lab(at, ["run", "coin.ipynb"]);
    expect(stderr).toMatch(/^Running coin \(quick, 1 of 1\)\n/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/coin \(quick, \d+\.\d s\)/);
    expect(stdout).toMatch(/P1 +PASS +heads 0\.5 +∈ \[0\.45, 0\.55\] +0\.5, PASS/);
    expect(stdout).toMatch(/P2 +NOT-CHECKED/);
    expect(stdout).toContain("outcome: FAIR\n");
    for (const written of ["coin.ipynb", "coin.quick.json", "coin.html"]) {
      expect(stdout).toContain(`  ${join("out", written)}\n`);
    }
    expect(readdirSync(join(at, "out")).sort()).toEqual(["coin.html", "coin.ipynb", "coin.quick.json"]);
    expect(readFileSync(path, "utf8")).toBe(formatNotebook(coin()));
    expect(readdirSync(at).sort()).toEqual(["coin.ipynb", "deno.json", "out"]);
    expect(readFileSync(join(at, "out/coin.html"), "utf8")).toContain("FAIR");
  });

  test("completes the ledger with what the notebook cannot know", async () => {
    const at = folderWithLibrary();
    file(at, "coin.ipynb", formatNotebook(coin()));
    await lab(at, ["run", "coin.ipynb", "--out", "elsewhere/deep"]);
    const ledger = await readLedger(join(at, "elsewhere/deep/coin.quick.json"));
    expect(ledger.preregistration!.digest).toBe(findPreregistration(coin())!.digest);
    expect(ledger.digests).toEqual({
      code: codeDigest(ROOT),
      lock: fileDigest(join(ROOT, "deno.lock")),
      weights: null,
    });
    expect(ledger.seeds).toEqual({ toss: 7 });
    expect(Number(ledger.device!["cores"])).toBeGreaterThan(0);
    expect(Object.keys(ledger.versions)).toEqual(expect.arrayContaining(["deno", "v8", "typescript", "thermolab"]));
    expect(ledger.displays).toEqual([{ cell: 0, count: 0 }, { cell: 1, count: 1 }, { cell: 2, count: 0 }]);
    expect(ledger.timings.map(({ cell }) => cell)).toEqual([0, 1, 2]);
    expect(ledger.totals.seconds).toBeGreaterThan(0);
    expect(Date.parse(ledger.startedAt)).toBeLessThanOrEqual(Date.parse(ledger.finishedAt));
  });

  test("runs a user's own notebook that has no pre-registration, with its own modules beside it", async () => {
    const at = folder();
    file(at, "deep/words.ts", 'export const word = "hello";\n');
    file(at, "deep/mine.ipynb", formatNotebook(notebook('import { word } from "./words.ts"; console.log(word);')));
    const { code, stdout } = await lab(at, ["run", "deep/mine.ipynb"]);
    expect(code).toBe(0);
    expect(stdout).toContain("no pre-registration");
    const [cell] = readNotebook(join(at, "out/mine.ipynb")).cells as CodeCell[];
    expect(cell!.outputs).toEqual([{ output_type: "stream", name: "stdout", text: ["hello\n"] }]);
    expect(existsSync(join(at, "out/mine.quick.json"))).toBe(false);
  });

  test("tells what a folder needs whose notebook imports the library", async () => {
    const at = folder();
    file(at, "mine.ipynb", formatNotebook(notebook('import { rbm } from "thermolab";')));
    const { code, stderr } = await lab(at, ["run", "mine.ipynb"]);
    expect(code).toBe(1);
    const advice = /write the file deno.json beside the notebook, with (\{.*\})/.exec(stderr)![1]!;
    file(at, "deno.json", advice);
    expect((await lab(at, ["run", "mine.ipynb"])).code).toBe(0);
  });

  test("names notebook, cell and error, keeps what was reached, and goes on with the next notebook", async () => {
    const at = folder();
    file(at, "bad.ipynb", formatNotebook(notebook("console.log(1)", '\nthrow new TypeError("boo")', "2")));
    file(at, "good.ipynb", formatNotebook(notebook("3")));
    const { code, stdout, stderr } = await lab(at, ["run", "bad.ipynb", "good.ipynb"]);
    expect(code).toBe(1);
    expect(stderr).toContain('bad.ipynb: cell 2 (throw new TypeError("boo")): TypeError: boo\n');
    expect(stdout).toContain(join("out", "good.ipynb"));
    expect(readdirSync(join(at, "out")).sort()).toEqual(["bad.html", "bad.ipynb", "good.html", "good.ipynb"]);
    const cells = readNotebook(join(at, "out/bad.ipynb")).cells as CodeCell[];
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, null]);
  });

  test("reports a kernel that dies with notebook and cell", async () => {
    const at = folder();
    file(at, "dies.ipynb", formatNotebook(notebook("1", "Deno.exit(3)")));
    const { code, stderr } = await lab(at, ["run", "dies.ipynb"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dies\.ipynb: cell 2 \(Deno\.exit\(3\)\): .*code 3/m);
  });

  test("reports a cell that hangs with notebook and cell", async () => {
    const at = folder();
    // A cell without code is not executed, so that the time-out can hit none but the second.
    file(at, "hangs.ipynb", formatNotebook(notebook("", "for (;;);")));
    const { code, stderr } = await lab(at, ["run", "hangs.ipynb", "--timeout", "1"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hangs\.ipynb: cell 2 \(for \(;;\);\): .*1 s/m);
  });

  test("sets typed parameters, records them in the notebook, and refuses what the notebook does not take", async () => {
    const at = folderWithLibrary();
    const source =
      'import { parameters } from "thermolab";\nconst { beta } = await parameters({ beta: { value: 3, min: 0 } });\nconsole.log(beta * 2);';
    file(at, "p.ipynb", formatNotebook(notebook(source)));
    expect((await lab(at, ["run", "p.ipynb", "--set", "beta=2.5"])).code).toBe(0);
    const executed = JSON.parse(readFileSync(join(at, "out/p.ipynb"), "utf8"));
    expect(executed.metadata.papermill.parameters).toEqual({ beta: 2.5 });
    expect(JSON.stringify(executed.cells[0].outputs)).toContain("5\\n");
    for (
      const [setting, told] of [["beta=-1", "-1 is less than 0"], ["gamma=1", 'it has "beta"'], [
        "beta=x",
        "takes a number",
      ]]
    ) {
      const { code, stderr } = await lab(at, ["run", "p.ipynb", "--set", setting!]);
      expect([code, stderr.includes(told!)], stderr).toEqual([64, true]);
    }
    file(at, "none.ipynb", formatNotebook(notebook("1 + 1;")));
    const unread = await lab(at, ["run", "none.ipynb", "--set", "beta=1"]);
    expect([unread.code, unread.stderr]).toEqual([64, expect.stringContaining("no cell has called parameters()")]);
    const recorded = await lab(at, ["run", "p.ipynb", "--set", "beta=1", "--mode", "full", "--record"]);
    expect([recorded.code, recorded.stderr]).toEqual([64, expect.stringContaining("beside --record")]);
  });

  test("runs several notebooks at once, and tells each by itself in the order given", async () => {
    const at = folderWithLibrary();
    const waiting = notebook(
      'import { existsSync } from "node:fs";',
      'while (!existsSync("over")) await new Promise((resolve) => setTimeout(resolve, 10));',
    );
    file(at, "slow.ipynb", formatNotebook(waiting));
    file(at, "bad.ipynb", formatNotebook(notebook('throw new Error("boo");')));
    file(at, "fast.ipynb", formatNotebook(notebook("1;")));
    const args = ["run", "slow.ipynb", "bad.ipynb", "fast.ipynb", "--parallel", "3"];
    const { code, stdout, stderr } = await lab(at, args, {
      onError: (text) => void (text.includes("[fast] done") && file(at, "over", "")),
    });
    expect(code).toBe(1);
    expect(stdout.match(/^(slow|bad|fast) \(quick/gm)).toEqual(["slow (quick", "bad (quick", "fast (quick"]);
    expect(stderr.indexOf("[fast] done")).toBeLessThan(stderr.indexOf("[slow] done"));
    expect((await lab(at, ["run", "slow.ipynb", "--parallel", "0"])).code).toBe(64);
  });

  test("keeps no ledger of a failed run, and removes that of an earlier one", async () => {
    const at = folderWithLibrary();
    file(at, "coin.ipynb", formatNotebook(coin()));
    expect((await lab(at, ["run", "coin.ipynb"])).code).toBe(0);
    const broken = coin();
    broken.cells[2]!.source = 'await ledger.save(); throw new Error("late")';
    file(at, "coin.ipynb", formatNotebook(broken));
    expect((await lab(at, ["run", "coin.ipynb"])).code).toBe(1);
    expect(readdirSync(join(at, "out")).sort()).toEqual([".journal", "coin.html", "coin.ipynb"]);
  });

  test("refuses a registered experiment that saves no ledger, or one that answers something else", async () => {
    const at = folderWithLibrary();
    const silent = coin();
    silent.cells[2]!.source = "1";
    file(at, "silent.ipynb", formatNotebook(silent));
    const other = coin();
    other.cells[1]!.source = "const ledger = createLedger({ registration: { ...plan, otherwise: 'CLOSED' } });";
    file(at, "other.ipynb", formatNotebook(other));
    const untagged = coin();
    untagged.cells[0]!.metadata = {};
    file(at, "untagged.ipynb", formatNotebook(untagged));
    const { code, stderr } = await lab(at, ["run", "silent.ipynb", "other.ipynb", "untagged.ipynb"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^silent\.ipynb: .*saved no ledger/m);
    expect(stderr).toMatch(/^other\.ipynb: .*does not answer the registration/m);
    expect(stderr).toMatch(/^untagged\.ipynb: .*no cell tagged preregistration/m);
  });

  test("records with --record only, and a full run then compares with the record", async () => {
    const at = folderWithLibrary();
    const path = file(at, "coin.ipynb", formatNotebook(coin()));
    expect((await lab(at, ["run", "coin.ipynb", "--mode", "full"])).code).toBe(0);
    expect(existsSync(join(at, "results"))).toBe(false);
    expect((await lab(at, ["run", "coin.ipynb", "--mode", "full", "--record"])).code).toBe(0);
    const record = join(at, "results/coin.full.json");
    expect(readdirSync(join(at, "results"))).toEqual(["coin.full.json"]);
    expect((readNotebook(path).cells as CodeCell[]).map((cell) => cell.execution_count)).toEqual([1, 2, 3]);
    const again = await lab(at, ["run", "coin.ipynb", "--mode", "full"]);
    expect(again.stdout).toContain("the verdict agrees with the recorded one");
    expect(again.code).toBe(0);

    const ledger = structuredClone(await readLedger(record)) as { -readonly [K in "verdict"]: { outcome: string } };
    ledger.verdict.outcome = "OPEN";
    await writeLedger(record, ledger as never);
    const differs = await lab(at, ["run", "coin.ipynb", "--mode", "full"]);
    expect(differs.stderr).toContain('outcome: recorded "OPEN", recomputed "FAIR"');
    expect(differs.code).toBe(1);
  });

  test("a verdict of FAIL is a result, not a failure of the run", async () => {
    const at = folderWithLibrary();
    file(at, "coin.ipynb", formatNotebook(coin("0.9")));
    const { code, stdout } = await lab(at, ["run", "coin.ipynb"]);
    expect(stdout).toMatch(/P1 +FAIL/);
    expect(stdout).toContain("outcome: OPEN");
    expect(code).toBe(0);
  });

  test.skipIf(process.platform === "win32")("stops at Ctrl-C with 130 and keeps what was reached", async () => {
    const at = folder();
    file(at, "long.ipynb", formatNotebook(notebook("1", "await new Promise((done) => setTimeout(done, 60_000))")));
    file(at, "next.ipynb", formatNotebook(notebook("1")));
    let sent = false;
    const { code, stderr } = await lab(at, ["run", "long.ipynb", "next.ipynb"], {
      onError(text, pid) {
        if (sent || !/cell 1\/2/.test(text)) return;
        sent = true;
        process.kill(pid, "SIGINT");
      },
    });
    expect(code).toBe(130);
    expect(stderr).not.toContain("next");
    expect((readNotebook(join(at, "out/long.ipynb")).cells as CodeCell[])[0]!.execution_count).toBe(1);
  });
});
