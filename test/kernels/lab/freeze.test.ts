import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freezeCommand } from "../../../kernels/lab/freeze.ts";
import { formatNotebook, type NotebookDocument } from "../../../kernels/runner/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import {
  type Examination,
  findPreregistration,
  type Preregistration,
  readFreezeRecord,
} from "../../../lib/verdict/mod.ts";
import { expectBadInput, folder, lab, STARTS_LAB } from "./cli.ts";
import { coin, notebook } from "./notebooks.ts";

const EXAMINATION: Examination = {
  witnesses: [
    { rule: "P1", verdict: "PASS", statement: "heads at 0.5" },
    { rule: "P1", verdict: "FAIL", statement: "heads at 0.6" },
    { rule: "P2", verdict: "PASS", statement: "edge at 0.05" },
  ],
  mutants: {
    count: 120,
    changed: 119,
    survivors: [{ rule: "P1", mutant: "max in place of single", reason: "one row" }],
  },
};

const REGISTRATION = coin().cells[0]!.source as string;
const MEASURES = `measures: {
    heads: { unit: "1", range: [0, 1], plannedError: 0.005 },
    edge: { unit: "1", range: [0, 1], plannedError: 0.005 },
  },
  predictions: [`;
/** Of form 2. */
const PLAN = REGISTRATION.replace("schemaVersion: 1", "schemaVersion: 2").replace("predictions: [", MEASURES);

function amending(before: NotebookDocument, changes: string): string {
  const amends = findPreregistration(before)!.digest;
  return `const next = amend(plan, {
  schemaVersion: 1,
  amends: "${amends}",
  reason: "The first form says nothing of the measures",
  seen: "nothing",
  changes: ${changes},
});`;
}

interface Done {
  readonly out: string;
  readonly code: number;
}

async function freeze(
  args: readonly string[],
  examine: (registration: Preregistration) => Examination = () => EXAMINATION,
): Promise<Done> {
  let out = "";
  const terminal = { out: (text: string) => void (out += text), err: () => {}, signal: new AbortController().signal };
  const code = await freezeCommand(examine).run(args, terminal);
  return { out, code };
}

function written(at: string, name: string, document: NotebookDocument): string {
  const path = join(at, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, formatNotebook(document));
  return path;
}

describe("lab freeze", () => {
  test("writes the record, and says what to do with it", async () => {
    const at = folder(), path = written(at, "coin.ipynb", notebook([PLAN, "preregistration"]));
    const { out, code } = await freeze([path]);
    const record = await readFreezeRecord(join(at, "preregistrations", "coin.json"));
    const digest = findPreregistration(notebook([PLAN, "preregistration"]))!.digest;
    expect(code).toBe(0);
    expect(record.links.map((link) => link.digest)).toEqual([digest]);
    expect(record.links[0]!.libraryVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(out).toContain(`coin is frozen: ${digest}\n`);
    expect(out).toContain("  1 link, 1 new: the registration\n");
    expect(out).toContain("  P1: PASS on heads at 0.5; FAIL on heads at 0.6\n  P2: PASS on edge at 0.05\n");
    expect(out).toContain(
      "  mutants: 119 of 120 change a verdict; survivors:\n    P1: max in place of single (one row)\n",
    );
    expect(out).toMatch(/preregistrations\/coin\.json: commit this file before the run\n$/);
  });

  test("freezes again what is frozen without a change, with exit 0", async () => {
    const at = folder(), path = written(at, "coin.ipynb", notebook([PLAN, "preregistration"]));
    await freeze([path]);
    const record = join(at, "preregistrations", "coin.json"), before = readFileSync(record, "utf8");
    const { out, code } = await freeze([path], () => {
      throw new Error("not to be examined again");
    });
    expect(code).toBe(0);
    expect(out).toContain("coin is already frozen: sha256:");
    expect(out).not.toContain("commit this file");
    expect(readFileSync(record, "utf8")).toBe(before);
  });

  test("prints one JSON object", async () => {
    const at = folder(), path = written(at, "coin.ipynb", notebook([PLAN, "preregistration"]));
    const [first] = JSON.parse((await freeze([path, "--json"])).out).experiments;
    expect(first).toMatchObject({
      id: "coin",
      status: "frozen",
      digest: findPreregistration(notebook([PLAN, "preregistration"]))!.digest,
      links: 1,
      added: 1,
      witnesses: EXAMINATION.witnesses,
      mutants: EXAMINATION.mutants,
    });
    expect(first.path).toMatch(/preregistrations\/coin\.json$/);
    const [second] = JSON.parse((await freeze([path, "--json"])).out).experiments;
    expect(second).toEqual({ ...first, status: "already-frozen", added: 0 });
  });

  test("adds an amendment to what is frozen", async () => {
    const at = folder(), first = notebook([PLAN, "preregistration"]), path = written(at, "coin.ipynb", first);
    await freeze([path]);
    const cap = amending(first, '[{ op: "replace", path: "/budget/capSeconds", value: 20 }]');
    written(at, "coin.ipynb", notebook([PLAN, "preregistration"], [cap, "preregistration-amendment"]));
    const { out } = await freeze([path]);
    expect(out).toContain("  2 links, 1 new: the registration and 1 amendment\n");
    const record = await readFreezeRecord(join(at, "preregistrations", "coin.json"));
    expect(record.links.map(({ registration }) => registration.budget.capSeconds)).toEqual([10, 20]);
    expect(record.links[1]!.amendment!.seen).toBe("nothing");
  });

  test("lifts a registration of form 1 by an amendment", async () => {
    const at = folder(), first = notebook([REGISTRATION, "preregistration"]);
    const lift = amending(
      first,
      `[
    { op: "replace", path: "/schemaVersion", value: 2 },
    { op: "add", path: "/measures", value: {
      heads: { unit: "1", range: [0, 1], plannedError: 0.005 },
      edge: { unit: "1", range: [0, 1], plannedError: 0.005 },
    } },
  ]`,
    );
    const path = written(
      at,
      "coin.ipynb",
      notebook([REGISTRATION, "preregistration"], [lift, "preregistration-amendment"]),
    );
    await freeze([path]);
    const record = await readFreezeRecord(join(at, "preregistrations", "coin.json"));
    expect(record.links.map(({ registration }) => registration.schemaVersion)).toEqual([1, 2]);
    expect(record.links.map(({ examination }) => examination === null)).toEqual([true, false]);
  });

  test("refuses what was bent after the freeze, and writes nothing", async () => {
    const at = folder(), path = written(at, "coin.ipynb", notebook([PLAN, "preregistration"]));
    await freeze([path]);
    const record = join(at, "preregistrations", "coin.json"), before = readFileSync(record, "utf8");
    written(at, "coin.ipynb", notebook([PLAN.replace("threshold: 0.1", "threshold: 0.2"), "preregistration"]));
    await expect(freeze([path])).rejects.toThrow(InputError);
    await expect(freeze([path])).rejects.toThrow("cell 1: P2 clause 1 threshold: frozen 0.1, the cell has 0.2");
    expect(readFileSync(record, "utf8")).toBe(before);
  });

  test("refuses a record that was edited, and names the place", async () => {
    const at = folder(), path = written(at, "coin.ipynb", notebook([PLAN, "preregistration"]));
    await freeze([path]);
    const record = join(at, "preregistrations", "coin.json");
    writeFileSync(record, readFileSync(record, "utf8").replace('"threshold": 0.1', '"threshold": 0.2'));
    await expect(freeze([path])).rejects.toThrow(/link 1: P2 clause 1 threshold is 0.2, its source gives 0.1/);
  });

  test.each<[string, NotebookDocument, RegExp]>([
    ["of form 1", notebook([REGISTRATION, "preregistration"]), /form 1/],
    ["that is none", notebook("1"), /"\S*coin.ipynb": no cell is tagged "preregistration"/],
    ["that is no data", notebook([PLAN.replace("toss: 7", "toss: seed"), "preregistration"]), /are data/],
    [
      "with a key twice",
      notebook([PLAN.replace("toss: 7", "toss: 7, toss: 8"), "preregistration"]),
      /"toss" stands twice/,
    ],
    [
      "with a field unknown",
      notebook([PLAN.replace("grid: {}", "grid: {}, note: 1"), "preregistration"]),
      /note: unknown/,
    ],
    ["amended without being there", notebook(["amend", "preregistration-amendment"]), /cell 1 amends/],
  ])("refuses a registration %s, and writes nothing", async (_, document, message) => {
    const at = folder(), path = written(at, "coin.ipynb", document);
    await expect(freeze([path])).rejects.toThrow(InputError);
    await expect(freeze([path])).rejects.toThrow(message);
    expect(readdirSync(at)).toEqual(["coin.ipynb"]);
  });

  test("writes none of several when one is refused", async () => {
    const at = folder();
    const good = written(at, "good.ipynb", notebook([PLAN, "preregistration"]));
    const bad = written(at, "bad.ipynb", notebook([PLAN.replace("Is the coin", "Refuse the coin"), "preregistration"]));
    const examine = ({ question }: Preregistration) => {
      if (question.startsWith("Refuse")) throw new InputError("Examining the pre-registration failed: P1 cannot fail");
      return EXAMINATION;
    };
    await expect(freeze([good, bad], examine)).rejects.toThrow("P1 cannot fail");
    expect(existsSync(join(at, "preregistrations"))).toBe(false);
    expect((await freeze([good], examine)).code).toBe(0);
    expect(readdirSync(join(at, "preregistrations"))).toEqual(["good.json"]);
  });

  test("asks for a notebook, and names one that is not there", async () => {
    await expect(freeze([])).rejects.toThrow(/Cannot tell what to freeze.*lab freeze 05/);
    await expect(freeze(["none.ipynb"])).rejects.toThrow(/"none.ipynb"/);
    await expect(freeze(["05", "--force"])).rejects.toThrow(/unknown flag "--force"/);
  });
});

describe.runIf(STARTS_LAB)("lab freeze, as a user calls it", () => {
  test("freezes what stands the examination, and the record is there for the next call", async () => {
    const at = folder();
    written(at, "coin.ipynb", notebook([PLAN, "preregistration"]));
    const { code, stdout, stderr } = await lab(at, ["freeze", "coin.ipynb"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^coin is frozen: sha256:[0-9a-f]{64}\n/);
    expect(stdout).toMatch(/ {2}P1: PASS on .+; FAIL on .+\n {2}P2: PASS on .+; FAIL on .+\n/);
    expect(stdout).toMatch(/ {2}mutants: \d+ of \d+ change a verdict/);
    expect(stdout).toMatch(/preregistrations\/coin\.json: commit this file before the run\n$/);
    const [head] = (await readFreezeRecord(join(at, "preregistrations", "coin.json"))).links;
    expect(head!.examination!.mutants.changed).toBeGreaterThan(0);
    const again = await lab(at, ["freeze", "coin.ipynb", "--json"]);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).experiments[0]).toMatchObject({ status: "already-frozen", digest: head!.digest });
  });

  test("refuses a rule that cannot fail, form 1 and bad arguments in one line, and writes nothing", async () => {
    const at = folder();
    written(at, "sure.ipynb", notebook([PLAN.replace("range: [0, 1]", "range: [0.46, 0.54]"), "preregistration"]));
    written(at, "old.ipynb", notebook([REGISTRATION, "preregistration"]));
    await expectBadInput(at, ["freeze", "sure.ipynb"], /"sure\.ipynb".*P1/);
    await expectBadInput(at, ["freeze", "old.ipynb"], "form 1");
    await expectBadInput(at, ["freeze"], "lab freeze 05");
    await expectBadInput(at, ["freeze", "old.ipynb", "--force"], '"--force"');
  });
});
