import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatNotebook } from "../../../kernels/runner/mod.ts";
import type { Ledger } from "../../../lib/verdict/mod.ts";
import { file, folderWithLibrary } from "./cli.ts";
import { notebook } from "./notebooks.ts";

const REGISTRATION = `import { createLedger, preregister } from "thermolab";
const plan = preregister({
  schemaVersion: 2,
  experiment: "grid",
  question: "Where do the walkers end?",
  substrate: "eight walkers, and four that start where those ended",
  kernel: "step",
  unit: "steps",
  grid: { walker: [1, 2, 3, 4, 5, 6, 7, 8], follower: [1, 2, 3, 4] },
  seeds: { steps: 7 },
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
      threshold: 0.99,
      basis: { full: 8, quick: null },
    }],
  }],
  gates: [],
  outcomes: [{ token: "INSIDE", when: { P1: ["PASS"] } }],
  otherwise: "OUTSIDE",
});`;

// Each measured cell writes its name to a file of its process. A file "stop-NAME" makes the cell wait as long as it is there,
// a file "fail-NAME" makes it throw.
const EXPERIMENT = `import { appendFileSync, existsSync } from "node:fs";
const ledger = createLedger({ registration: plan });
ledger.record({ measure: "origin", value: ledger.seed("steps"), unit: "1", n: 1 });
const digest = (k: number) => "sha256:" + String(k).padStart(64, "0");
async function measured(name: string): Promise<void> {
  appendFileSync("measured-" + Deno.pid + ".txt", name + "\\n");
  while (existsSync("stop-" + name)) await new Promise((done) => setTimeout(done, 20));
  if (existsSync("fail-" + name)) throw new RangeError("no room for " + name);
}
const walk = (from: number): number => {
  let state = from;
  for (let step = 0; step < 1000; step++) state = (state * 16807) % 2147483647;
  return state;
};
for (let walker = 1; walker <= 8; walker++) {
  await ledger.cell({ walker }, async () => {
    await measured("w" + walker);
    const state = walk(ledger.seed("steps") * walker);
    ledger.useWeights(digest(walker));
    ledger.uses(walker % 2 === 0 ? "even" : "odd", digest(walker % 2));
    ledger.record({ measure: "place", params: { walker }, value: state / 2147483647, unit: "1", n: 1000 });
    ledger.record({ measure: "last", params: { walker }, value: state % 10, unit: "1", n: 1 });
  });
  await ledger.proceed(walker, 12);
}`;

const SECOND = `const sum = (ledger.values("last") as number[]).reduce((a, b) => a + b, 0);
ledger.record({ measure: "sum", value: sum, unit: "1", n: 8 });
for (let follower = 1; follower <= 4; follower++) {
  await ledger.cell({ follower }, async () => {
    await measured("f" + follower);
    ledger.useWeights(digest(100 + follower));
    const value = walk(sum + (ledger.value("last", { walker: follower }) as number)) / 2147483647;
    ledger.record({ measure: "follow", params: { follower }, value, unit: "1", n: 1000 });
  });
  await ledger.proceed(8 + follower, 12);
}`;

const END = `const saved = await ledger.save();
await Deno.jupyter.display({ "text/plain": "rows: " + saved.rows.length }, { raw: true });`;

/** A folder with an experiment of twelve cells, of which the last four need values of the first eight. */
export function gridFolder(second = SECOND): string {
  const at = folderWithLibrary();
  file(at, "grid.ipynb", formatNotebook(notebook([REGISTRATION, "preregistration"], EXPERIMENT, second, END)));
  return at;
}

/** The twelve cells, in the order of the grid. */
export const CELLS = [..."12345678"].map((k) => `w${k}`).concat([..."1234"].map((k) => `f${k}`));

/** The cells that have been measured in this folder so far, sorted, with repetitions. */
export function measuredIn(at: string): string[] {
  return readdirSync(at).filter((name) => name.startsWith("measured-"))
    .flatMap((name) => readFileSync(join(at, name), "utf8").trimEnd().split("\n")).sort();
}

/** What has to be the same however the cells were made: everything but times. */
export function withoutTimes(ledger: Ledger): string {
  const { startedAt: _, finishedAt: __, timings, totals: ___, rows, ...rest } = ledger;
  const timeless = rows.map((row) => row.measure === "projectedSeconds" ? { ...row, value: null } : row);
  return JSON.stringify({ ...rest, cells: timings.map(({ cell }) => cell), rows: timeless });
}

/** The ledger of the full run in a folder. */
export function ledgerIn(at: string): Ledger {
  return JSON.parse(readFileSync(join(at, "out/grid.full.json"), "utf8")) as Ledger;
}

/** The complete cells that are kept in a folder, by their names and in the order of the grid. */
export function storedIn(at: string): { name: string; path: string }[] {
  const store = join(at, "out/.cells/grid.full");
  if (!existsSync(store)) return [];
  return readdirSync(store).filter((name) => name.endsWith(".cell")).map((file) => {
    const path = join(store, file), [, first, number] = /"cell\((w|f)\w+=(\d)\)"/.exec(readFileSync(path, "utf8"))!;
    return { name: `${first}${number}`, path };
  }).sort((a, b) => CELLS.indexOf(a.name) - CELLS.indexOf(b.name));
}

/** The process that has measured a cell last; null when none has. */
export function measuredBy(at: string, name: string): number | null {
  const found = readdirSync(at).find((file) =>
    file.startsWith("measured-") && readFileSync(join(at, file), "utf8").split("\n").includes(name)
  );
  return found === undefined ? null : Number(/\d+/.exec(found)![0]);
}

/** Changes one digit inside of a file. */
export function damage(path: string): void {
  appendFileSync(path, "damage\n");
}
