import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import {
  compareEvaluations,
  completeLedger,
  createLedger,
  evaluate,
  formatLedger,
  type Ledger,
  readLedger,
  rowId,
  RUN_VARIABLE,
  runContext,
  writeLedger,
} from "../../../lib/verdict/mod.ts";
import { clause, type Loose, prediction, registration } from "./fixtures.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const plan = registration({
  predictions: [prediction(
    "P1",
    { ...clause(2, { estimand: { measure: "gap", aggregate: "every" }, comparison: "<=", threshold: 0.1 }) },
  )],
});

let folder: string;
let variable: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
  variable = process.env[RUN_VARIABLE];
  delete process.env[RUN_VARIABLE];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (variable === undefined) delete process.env[RUN_VARIABLE];
  else process.env[RUN_VARIABLE] = variable;
});

function underRunner(change: Record<string, unknown> = {}): string {
  const path = join(folder, "results", "90-example.full.json");
  const context = {
    mode: "full",
    ledger: path,
    experiment: "90-example",
    preregistrationDigest: DIGEST,
    ...change,
  };
  process.env[RUN_VARIABLE] = JSON.stringify(context);
  return path;
}

const gap = (m: number, value: number | string | null) => ({ measure: "gap", params: { m }, value, unit: "1", n: 1 });

async function savedLedger(): Promise<{ path: string; ledger: Ledger }> {
  const path = underRunner();
  const open = createLedger({ registration: plan });
  open.record(gap(4, 0.05));
  open.record(gap(5, 0.1));
  return { path, ledger: await open.save() };
}

describe("createLedger()", () => {
  test("records, reads back and saves under a runner", async () => {
    const { path, ledger } = await savedLedger();
    expect([ledger.mode, ledger.preregistration!.digest, ledger.seeds]).toEqual(["full", DIGEST, { patterns: 5 }]);
    expect(ledger.verdict!.outcome).toBe("HOLDS");
    expect(await readLedger(path)).toEqual(ledger);
    expect(readdirSync(join(folder, "results"))).toEqual(["90-example.full.json"]);
  });

  test("takes quick mode and out/ in an interactive session, and what it is told", () => {
    const open = createLedger({ registration: plan });
    expect([open.mode, open.path]).toEqual(["quick", join("out", "90-example.quick.json")]);
    const full = createLedger({ registration: null, mode: "full" });
    expect([full.mode, full.path]).toEqual(["full", join("out", "notebook.full.json")]);
    expect(createLedger({ registration: plan, path: "elsewhere.json" }).path).toBe("elsewhere.json");
  });

  test("refuses a mode other than the runner's, whose file it would end in", () => {
    underRunner();
    expect(createLedger({ registration: plan, mode: "full" }).mode).toBe("full");
    expect(() => createLedger({ registration: plan, mode: "quick" })).toThrow('the run is "full"');
  });

  test("gives values for a text, decoded", () => {
    const open = createLedger({ registration: null });
    open.record(gap(4, Infinity));
    open.record(gap(5, 0.25));
    open.record({ measure: "parity", value: "odd", unit: "parity", n: 1 });
    open.record({ ...gap(6, null), status: "not-run", reason: "quick mode" });
    expect(open.rows[0]!.value).toBe("Infinity");
    expect(open.value("gap", { m: 4 })).toBe(Infinity);
    expect(open.value("parity")).toBe("odd");
    expect(open.values("gap", { m: [4, 5] })).toEqual([Infinity, 0.25]);
    expect(() => open.values("gap")).toThrow('Reading "gap" failed: row gap(m=6) is not-run: quick mode');
    expect(() => open.value("gap", { m: [4, 5] })).toThrow("2 rows match; name more parameters");
    expect(() => open.value("gap", { m: 9 })).toThrow('"gap" where {"m":9} failed: no row');
    expect(() => open.evaluate()).toThrow("without a registration");
  });

  test("evaluates the rows so far", () => {
    underRunner();
    const open = createLedger({ registration: plan });
    open.record(gap(4, 0.05));
    expect(open.evaluate().predictions[0]!.reason).toBe("1 of 2 rows of gap");
    open.record(gap(5, 0.05));
    expect(open.evaluate().outcome).toBe("HOLDS");
  });

  const refused: [string, Loose, string][] = [
    ["NaN", { value: NaN }, '"NaN" cannot be ok'],
    ["no value", { value: null }, "cannot be ok"],
    ["nothing", { value: undefined }, "cannot be ok"],
    ["a boolean", { value: true }, "expected a finite number or a text"],
    ["an infinite error", { mcse: Infinity }, '"Infinity" is not data'],
    ["a negative error", { mcse: -1 }, "mcse: expected a finite number of at least 0, got -1"],
    ["no sample size", { n: undefined }, "is not data"],
    ["half a sample", { n: 0.5 }, "n: expected a whole number"],
    ["no unit", { unit: "" }, "unit: expected a text that is not empty"],
    ["a measure with a space", { measure: "the gap" }, "measure: expected a name"],
    ["a parameter that is NaN", { params: { m: NaN } }, "is not data"],
    ["a parameter that is a list", { params: { m: [4] } }, "params.m: expected a text, a boolean"],
    ["a parameter named __proto__", { params: JSON.parse('{"__proto__":1}') }, "__proto__"],
    ["a status without reason", { status: "censored" }, 'reason: the status "censored" needs one'],
    ["a reason without status", { reason: "because" }, "expected null beside"],
    ["an unknown status", { status: "fine" }, "status: expected one of"],
  ];
  test.each(refused)("record() refuses %s and keeps nothing of it", (_, change, message) => {
    const open = createLedger({ registration: null });
    expect(() => open.record({ ...gap(4, 0.5), ...change })).toThrow(InputError);
    expect(() => open.record({ ...gap(4, 0.5), ...change })).toThrow(message);
    expect(open.rows).toEqual([]);
    open.record(gap(4, 0.5));
    expect(open.rows).toHaveLength(1);
  });

  test("record() refuses a row twice, however its parameters are ordered", () => {
    const open = createLedger({ registration: null });
    open.record({ ...gap(4, 0.5), params: { m: 4, beta: 3 } });
    expect(() => open.record({ ...gap(4, 0.6), params: { beta: 3, m: 4 } })).toThrow("it is already there");
    open.record({ ...gap(4, 0.6), params: { beta: 3, m: "4" } });
    expect(open.rows.map((row) => row.id)).toEqual(["gap(beta=3, m=4)", 'gap(beta=3, m="4")']);
  });

  test("a recorded row cannot be changed afterwards", () => {
    const params = { m: 4 };
    const row = createLedger({ registration: null }).record({ ...gap(4, 0.5), params });
    params.m = 5;
    expect(row.params).toEqual({ m: 4 });
    expect(() => (row as Loose).value = 1).toThrow(TypeError);
  });
});

describe("the ledger's file", () => {
  test("gives equal bytes for equal ledgers, whatever the order of free keys", async () => {
    const { path, ledger } = await savedLedger();
    const text = readFileSync(path, "utf8");
    expect(text).toBe(formatLedger(ledger));
    expect(text.endsWith("}\n")).toBe(true);
    const shuffled = Object.fromEntries(Object.entries(ledger).reverse()) as Loose;
    shuffled.rows = ledger.rows.map((row) => Object.fromEntries(Object.entries(row).reverse()));
    shuffled.versions = Object.fromEntries(Object.entries(ledger.versions).reverse());
    expect(formatLedger(shuffled)).toBe(text);
    await writeLedger(path, await readLedger(path));
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("writeLedger() leaves the old file when the new one is none", async () => {
    const { path, ledger } = await savedLedger();
    const before = readFileSync(path, "utf8");
    await expect(writeLedger(path, { ...ledger, mode: "fast" as Loose })).rejects.toThrow("mode: expected one of");
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(readdirSync(join(folder, "results"))).toHaveLength(1);
  });

  test("writeLedger() leaves nothing beside a place it cannot write to", async () => {
    const { path, ledger } = await savedLedger();
    await expect(writeLedger(join(folder, "results"), ledger)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["results"]);
    expect(await readLedger(path)).toEqual(ledger);
  });

  const broken: [string, (text: string) => string, string][] = [
    ["is empty", () => "\n", "the file is empty"],
    ["is cut in half", (text) => text.slice(0, text.length / 2), "it is not JSON, perhaps cut off"],
    ["is a list", () => "[]", "expected a record, got []"],
    ["holds NaN as a number", (text) => text.replace("0.05", "NaN"), "it is not JSON"],
    ["holds NaN as an ok value", (text) => text.replace('"value": 0.05', '"value": "NaN"'), '"NaN" cannot be ok'],
    ["holds a row twice", (text) => text.replaceAll("m=5", "m=4").replaceAll('"m": 5', '"m": 4'), "stands twice"],
    ["holds an unknown field", (text) => text.replace('"mode"', '"mood": 1, "mode"'), "mood: unknown field"],
    ["holds a prototype", (text) => text.replace('"seeds": {', '"seeds": {"__proto__": 1,'), '"__proto__" is not data'],
  ];
  test.each(broken)("readLedger() refuses a file that %s, in one line with its path", async (_, change, message) => {
    const { path } = await savedLedger();
    writeFileSync(path, change(readFileSync(path, "utf8")));
    const error = await readLedger(path).then(() => null, (reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(InputError);
    expect(error!.message).toContain(message);
    expect(error!.message).toContain(JSON.stringify(path));
    expect(error!.message).not.toContain("\n");
  });

  test("readLedger() refuses a folder and a missing file", async () => {
    await expect(readLedger(folder)).rejects.toThrow(InputError);
    await expect(readLedger(join(folder, "no.json"))).rejects.toThrow("there is no such file");
  });

  test("a value changed in the file flips the recomputed verdict, and the comparison says so", async () => {
    const { path } = await savedLedger();
    writeFileSync(path, readFileSync(path, "utf8").replace('"value": 0.05,', '"value": 0.15,'));
    const read = await readLedger(path);
    const again = evaluate(read.preregistration!.registration, read.rows, read.mode);
    expect([read.verdict!.outcome, again.outcome]).toEqual(["HOLDS", "OPEN"]);
    const found = compareEvaluations(read.verdict!, again);
    expect(found.map((one) => one.message)).toContain('P1 verdict: recorded "PASS", recomputed "FAIL"');
    expect(found.at(-1)!.message).toBe('outcome: recorded "HOLDS", recomputed "OPEN"');
  });

  test("an untouched file gives its own verdict again", async () => {
    const { path } = await savedLedger();
    const read = await readLedger(path);
    const again = evaluate(read.preregistration!.registration, read.rows, read.mode);
    expect(compareEvaluations(read.verdict!, again)).toEqual([]);
  });
});

describe("completeLedger()", () => {
  test("fills in what the runner knows and keeps the rest", async () => {
    const { ledger } = await savedLedger();
    const complete = completeLedger(ledger, {
      digests: { code: DIGEST },
      device: { cores: 2 },
      versions: { thermolab: "0.1.0" },
      timings: [{ cell: 0, seconds: 1.5 }],
      displays: [{ cell: 0, count: 3 }],
      totals: { seconds: 2 },
      preregistrationDigest: DIGEST,
    });
    expect(complete.digests).toEqual({ code: DIGEST, lock: null, weights: null });
    expect(complete.versions).toEqual({ ...ledger.versions, thermolab: "0.1.0" });
    expect([complete.rows, complete.verdict]).toEqual([ledger.rows, ledger.verdict]);
    expect(ledger.device).toBeNull();
  });

  test("seals an interactive ledger and refuses another seal", async () => {
    underRunner({ preregistrationDigest: null });
    const ledger = await createLedger({ registration: plan, path: join(folder, "a.json") }).save();
    expect(ledger.preregistration!.digest).toBeNull();
    const sealed = completeLedger(ledger, { preregistrationDigest: DIGEST });
    expect(sealed.preregistration!.digest).toBe(DIGEST);
    const other = `sha256:${"cd".repeat(32)}`;
    expect(() => completeLedger(sealed, { preregistrationDigest: other })).toThrow(`not ${other}`);
    const free = await createLedger({ registration: null, path: join(folder, "b.json") }).save();
    expect(() => completeLedger(free, { preregistrationDigest: DIGEST })).toThrow("it has no pre-registration");
  });

  test("refuses additions that are none, rows and verdict among them", async () => {
    const { ledger } = await savedLedger();
    expect(() => completeLedger(ledger, { digests: { code: "abc" } })).toThrow("digests.code");
    expect(() => completeLedger(ledger, { timings: [{ cell: -1, seconds: 1 }] })).toThrow("timings[0].cell");
    expect(() => completeLedger(ledger, { rows: [] } as Loose)).toThrow('"rows" is not an addition');
    expect(() => completeLedger(ledger, { verdict: null } as Loose)).toThrow('"verdict" is not an addition');
  });
});

describe("runContext()", () => {
  test("reads what the runner says", () => {
    const path = underRunner();
    expect(runContext("other")).toEqual({
      mode: "full",
      ledger: path,
      experiment: "90-example",
      preregistrationDigest: DIGEST,
    });
  });

  test("is quick mode in out/ without a runner", () => {
    expect(runContext()).toEqual({
      mode: "quick",
      ledger: join("out", "notebook.quick.json"),
      experiment: "notebook",
      preregistrationDigest: null,
    });
  });

  test.each([
    ["not JSON", "{mode"],
    ["another shape", "[]"],
    ["an unknown mode", JSON.stringify({ mode: "x", ledger: "a", experiment: "b", preregistrationDigest: null })],
    [
      "a name that is a path",
      JSON.stringify({ mode: "full", ledger: "a", experiment: "../b", preregistrationDigest: null }),
    ],
    ["a missing field", JSON.stringify({ mode: "full", ledger: "a", experiment: "b" })],
  ])("refuses %s", (_, text) => {
    process.env[RUN_VARIABLE] = text;
    expect(() => runContext()).toThrow(InputError);
    expect(() => runContext()).toThrow(/THERMOLAB_RUN failed: .*; unset it$/);
  });
});

test("rowId() tells texts from numbers and quotes what could be mistaken", () => {
  expect(rowId("x", { a: 1 })).not.toBe(rowId("x", { a: "1" }));
  expect(rowId("x", { a: "1, b=2" })).not.toBe(rowId("x", { a: "1", b: 2 }));
});
