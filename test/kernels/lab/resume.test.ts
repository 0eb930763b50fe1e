import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { formatNotebook, type NotebookDocument } from "../../../kernels/runner/mod.ts";
import type { Ledger } from "../../../lib/verdict/mod.ts";
import { openJournal, readJournal } from "../../../lib/verdict/mod.ts";
import { DENO } from "../guard/deno_path.ts";
import { file, folderWithLibrary, ROOT } from "./cli.ts";
import { notebook } from "./notebooks.ts";

const REGISTRATION = `import { createLedger, preregister } from "thermolab";
const plan = preregister({
  schemaVersion: 2,
  experiment: "walk",
  question: "Where does the walk end?",
  substrate: "one walker",
  kernel: "step",
  unit: "steps",
  grid: { walker: [1, 2, 3, 4, 5, 6] },
  seeds: { origin: 1, steps: 7 },
  samplingSeeds: ["steps"],
  constants: {},
  quick: {},
  budget: { capSeconds: 3600, projectionAt: 0.5 },
  measures: { place: { unit: "1", range: [0, 1], plannedError: 0 } },
  predictions: [{
    id: "P1",
    statement: "All walkers stay inside",
    mark: ["O"],
    published: null,
    clauses: [{
      estimand: { measure: "place", aggregate: "every" },
      comparison: "<=",
      threshold: 0.75,
      basis: { full: 6, quick: null },
    }],
  }],
  gates: [],
  outcomes: [{ token: "INSIDE", when: { P1: ["PASS"] } }],
  otherwise: "OUTSIDE",
});`;

// A file "stop" makes the fourth cell wait for ever; a file "die" makes the kernel kill itself there.
const EXPERIMENT = `import { appendFileSync, existsSync } from "node:fs";
const ledger = createLedger({ registration: plan });
ledger.record({ measure: "origin", value: ledger.seed("origin"), unit: "1", n: 1 });
for (let walker = 1; walker <= 6; walker++) {
  await ledger.cell({ walker }, async () => {
    appendFileSync("measured.txt", walker + "\\n");
    let state = ledger.seed("steps") * walker;
    for (let step = 0; step < 1000; step++) state = (state * 16807) % 2147483647;
    ledger.record({ measure: "place", params: { walker }, value: state / 2147483647, unit: "1", n: 1000 });
    if (walker === 4 && existsSync("die")) Deno.kill(Deno.pid, "SIGKILL");
    if (walker === 4 && existsSync("stop")) await new Promise((done) => setTimeout(done, 1e6));
    ledger.record({ measure: "last", params: { walker }, value: state % 10, unit: "1", n: 1 });
  });
  ledger.budget(walker, 6);
}
await ledger.save();`;

const walk = (experiment = EXPERIMENT): NotebookDocument => notebook([REGISTRATION, "preregistration"], experiment);

interface Outcome {
  readonly ledger: Ledger | null;
  readonly failure: string | null;
  readonly notes: readonly string[];
  readonly error: string | null;
}

const journalOf = (at: string): string => join(at, "kept", "walk.full.journal");
const measuredIn = (at: string): string => readFileSync(join(at, "measured.txt"), "utf8").replaceAll("\n", "");

function started(at: string, seeds: Record<string, number> = {}) {
  const outcome = join(at, "outcome.json");
  rmSync(outcome, { force: true });
  const program = join(ROOT, "test/kernels/lab/resume_fixture.ts");
  const args = ["run", "-A", program, "walk.ipynb", "kept", outcome, JSON.stringify(seeds)];
  const child = spawn(DENO!, args, { cwd: at, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  return { child, ended, outcome: () => JSON.parse(readFileSync(outcome, "utf8")) as Outcome };
}

async function run(at: string, seeds?: Record<string, number>): Promise<Outcome> {
  const { ended, outcome } = started(at, seeds);
  await ended;
  return outcome();
}

/** Runs the notebook and kills its runner with SIGKILL while the fourth cell is being measured. */
async function killed(at: string): Promise<void> {
  const stop = file(at, "stop", "");
  const { child, ended } = started(at);
  for (let i = 0; i < 600 && !(existsSync(join(at, "measured.txt")) && measuredIn(at).endsWith("4")); i++) {
    await sleep(100);
  }
  child.kill("SIGKILL");
  await ended;
  rmSync(stop);
}

const measuredRows = ({ ledger }: Outcome): string =>
  JSON.stringify(ledger!.rows.filter(({ measure }) => measure !== "projectedSeconds"));

describe.skipIf(DENO === null)("executeExperiment() with a journal", () => {
  test("goes on after kill -9 with the rows of an uninterrupted run, bit for bit", async () => {
    const whole = folderWithLibrary();
    file(whole, "walk.ipynb", formatNotebook(walk()));
    const uninterrupted = await run(whole);
    expect([uninterrupted.failure, uninterrupted.error, uninterrupted.notes]).toEqual([null, null, []]);
    expect(uninterrupted.ledger!.rows).toHaveLength(15);
    expect(readdirSync(whole).sort()).toEqual(["deno.json", "measured.txt", "outcome.json", "walk.ipynb"]);

    const at = folderWithLibrary();
    file(at, "walk.ipynb", formatNotebook(walk()));
    await killed(at);
    const { header, entries } = readJournal(journalOf(at))!;
    expect(entries.map(({ kind }) => kind)).toEqual(["row", "cell", "cell", "cell", "budget"]);
    const resumed = await run(at);
    expect([resumed.failure, resumed.error]).toEqual([null, null]);
    expect(resumed.notes).toEqual([
      `Going on from the interrupted run of ${header.startedAt}: 3 complete cells, 9 rows`,
    ]);
    expect(measuredIn(at)).toBe("1234456");
    expect(measuredRows(resumed)).toBe(measuredRows(uninterrupted));
    expect(resumed.ledger!.rows.map(({ id }) => id)).toEqual(uninterrupted.ledger!.rows.map(({ id }) => id));
    expect(resumed.ledger!.rowsDigest).toBe(uninterrupted.ledger!.rowsDigest);
    expect(resumed.ledger!.verdict!.predictions).toEqual(uninterrupted.ledger!.verdict!.predictions);
    expect(resumed.ledger!.verdict!.outcome).toBe(uninterrupted.ledger!.verdict!.outcome);
    expect(resumed.ledger!.startedAt).toBe(header.startedAt);
    expect(existsSync(join(at, "kept"))).toBe(false);
  });

  test("keeps the journal of a run whose kernel dies, and starts afresh with another library, notebook or seed", async () => {
    const at = folderWithLibrary();
    file(at, "walk.ipynb", formatNotebook(walk()));
    const die = file(at, "die", "");
    const died = await run(at);
    expect(died.failure).toMatch(/kernel/i);
    rmSync(die);
    const left = readFileSync(journalOf(at), "utf8");

    const { header, entries } = readJournal(journalOf(at))!;
    rmSync(journalOf(at));
    const older = openJournal(journalOf(at), { ...header, code: `sha256:${"ab".repeat(32)}` });
    for (const entry of entries) older.append(entry);
    rmSync(`${journalOf(at)}.lock`);
    const otherCode = await run(at);
    expect(otherCode.notes).toEqual([
      `Starting afresh: the interrupted run of ${header.startedAt} was one with another library`,
    ]);
    expect(otherCode.failure).toBeNull();
    expect(measuredIn(at)).toBe("1234123456");

    file(at, "kept/walk.full.journal", left);
    const otherSeeds = await run(at, { steps: 8 });
    expect(otherSeeds.notes[0]).toContain("with another set of seeds");
    expect(otherSeeds.ledger!.seeds).toEqual({ origin: 1, steps: 8 });
    expect(measuredRows(otherSeeds)).not.toBe(measuredRows(otherCode));

    file(at, "kept/walk.full.journal", left);
    writeFileSync(join(at, "walk.ipynb"), formatNotebook(walk(EXPERIMENT.replace("1000;", "1001;"))));
    const otherNotebook = await run(at);
    expect(otherNotebook.notes[0]).toContain("with another notebook");
    expect([otherNotebook.failure, existsSync(journalOf(at))]).toEqual([null, false]);
  });

  test("refuses a damaged journal and leaves it", async () => {
    const at = folderWithLibrary();
    file(at, "walk.ipynb", formatNotebook(walk()));
    file(at, "die", "");
    await run(at);
    const text = readFileSync(journalOf(at), "utf8").replace('"value":1,', '"value":2,');
    writeFileSync(journalOf(at), text);
    const { error } = await run(at);
    expect(error).toMatch(/walk\.full\.journal" failed at line 2: its seal does not fit.*delete the file/);
    expect(readFileSync(journalOf(at), "utf8")).toBe(text);
    expect(measuredIn(at)).toBe("1234");
  });

  test("refuses a ledger that does not hold what the run recorded, and seeds that are no sampling seeds", async () => {
    const at = folderWithLibrary();
    const late = `${EXPERIMENT}\nledger.record({ measure: "late", value: 1, unit: "1", n: 1 });`;
    file(at, "walk.ipynb", formatNotebook(walk(late)));
    expect((await run(at)).failure).toContain("it lacks late, which was recorded; save the ledger last");
    const bent = EXPERIMENT.replace("await ledger.save();", "ledger.rows.pop();\nawait ledger.save();");
    writeFileSync(join(at, "walk.ipynb"), formatNotebook(walk(bent)));
    expect((await run(at)).failure).toContain("it lacks last(walker=6), which was recorded");
    expect((await run(at, { origin: 2 })).error).toContain('Replacing the seed "origin" failed');
  });
});
