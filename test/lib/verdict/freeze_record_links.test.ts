import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import {
  findPreregistration,
  type FreezeRecord,
  FreezeRecordError,
  freezeRegistration,
  frozenDifferences,
  verifyFreezeRecord,
} from "../../../lib/verdict/mod.ts";
import { amendmentCell, chainOf, digestOf, EXAMINATION, frozenOf, LIFT, threeCells } from "./amendment_fixture.ts";
import { CELL } from "./cell_fixture.ts";
import type { Loose } from "./fixtures.ts";

const [first, second, third] = threeCells();

function freeze(sources: readonly string[], existing: FreezeRecord | null = null, examine = () => EXAMINATION) {
  return freezeRegistration({
    found: findPreregistration(chainOf(...sources))!,
    existing,
    libraryVersion: "0.1.0",
    examine,
  });
}

describe("freezeRegistration()", () => {
  test("seals every link, and keeps the examination with the one that is run", () => {
    const { record, added } = freeze([first, second]);
    const found = findPreregistration(chainOf(first, second))!;
    expect([added, record.experiment]).toEqual([2, "90-example"]);
    expect(verifyFreezeRecord(record)).toEqual([]);
    expect(record.links.map(({ digest }) => digest)).toEqual(found.links.map(({ digest }) => digest));
    expect(record.links.map(({ examination }) => examination)).toEqual([null, EXAMINATION]);
    expect(record.links[1]!.previous).toBe(record.links[0]!.seal);
    expect(record.links[0]!.seeds).toEqual({ patterns: 5 });
  });

  test("appends what is new, and leaves the links that are there as they are", () => {
    const before = frozenOf([first, second]);
    const { record, added } = freeze([first, second, third], before);
    expect(added).toBe(1);
    expect(record.links.slice(0, 2)).toEqual(before.links);
    expect(verifyFreezeRecord(record)).toEqual([]);
  });

  test("says that nothing is new, without examining again", () => {
    const before = frozenOf([first, second]);
    const examine = () => {
      throw new Error("not to be called");
    };
    expect(freeze([first, second], before, examine)).toEqual({ record: before, added: 0 });
    expect(freeze([first, second].map((cell) => cell.replaceAll("\n", "\r\n")), before, examine).added).toBe(0);
  });

  test("examines the registration that will be run, and passes its refusal on", () => {
    const seen: unknown[] = [];
    freezeRegistration({
      found: findPreregistration(chainOf(first, second))!,
      existing: null,
      libraryVersion: "0.1.0",
      examine: (registration) => {
        seen.push(registration.schemaVersion);
        return EXAMINATION;
      },
    });
    expect(seen).toEqual([2]);
    const refuse = () => {
      throw new InputError("Examining the pre-registration failed: P1 cannot fail");
    };
    expect(() => freeze([first, second], null, refuse)).toThrow("P1 cannot fail");
  });

  test("refuses form 1, with the remedy", () => {
    expect(() => freeze([first])).toThrow(InputError);
    expect(() => freeze([first])).toThrow(/form 1.*"schemaVersion: 2" and "measures".*amendment/);
  });

  test("refuses a frozen cell that was changed, and names what was", () => {
    const before = frozenOf([first, second]);
    const bent = first.replace("threshold: 1e-13", "threshold: 1e-12");
    const again = amendmentCell("plan", "lifted", digestOf(bent), LIFT);
    const refused = () => freeze([bent, again], before);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow("cell 2: P1 clause 1 threshold: frozen 1e-13, the cell has 1e-12");
    expect(refused).toThrow("write an amendment instead");
    expect(() =>
      freeze([`// moved\n${first}`, amendmentCell("plan", "lifted", digestOf(`// moved\n${first}`), LIFT)], before)
    )
      .toThrow("cell 2: its source differs (comments or layout)");
  });

  test("refuses a notebook that has lost an amendment, and another experiment's record", () => {
    expect(() => freeze([first, second], frozenOf([first, second, third]))).toThrow(
      "amendment 2: it is frozen, but no cell holds it any more",
    );
    const other = CELL.replace('"90-example"', '"91-other"');
    const lifted = amendmentCell("plan", "lifted", digestOf(other), LIFT);
    expect(() => freeze([other, lifted], frozenOf([first, second]))).toThrow(/its record is that of "90-example"/);
  });

  test("refuses to add to a record that does not hold", () => {
    const before: Loose = structuredClone(frozenOf([first, second]));
    before.links[0].libraryVersion = "0.2.0";
    expect(() => freeze([first, second, third], before)).toThrow(FreezeRecordError);
    expect(() => freeze([first, second, third], before)).toThrow(/link 1: its seal/);
  });
});

describe("frozenDifferences()", () => {
  const record = frozenOf([first, second, third]);
  const messages = (...sources: string[]) => frozenDifferences(chainOf(...sources), record);

  test("finds none in the frozen notebook, written anyhow, and with an amendment more", () => {
    expect(messages(first, second, third)).toEqual([]);
    expect(messages(...[first, second, third].map((source) => source.replaceAll("\n", "\r\n")))).toEqual([]);
    const fourth = amendmentCell("last", "more", record.links[2]!.digest, [{ op: "add", path: "/grid/x", value: 1 }]);
    expect(messages(first, second, third, fourth)).toEqual([]);
  });

  test.each([
    ["threshold: 1e-13", "threshold: 1e-12", "P1 clause 1 threshold: frozen 1e-13, the cell has 1e-12"],
    ['comparison: "<="', 'comparison: "<"', 'P1 clause 1 comparison: frozen "<=", the cell has "<"'],
    [
      'aggregate: "every"',
      'aggregate: "median"',
      'P1 clause 1 estimand.aggregate: frozen "every", the cell has "median"',
    ],
    ["where: { h: 0 }", "where: { h: 1 }", "P1 clause 1 estimand.where.h: frozen 0, the cell has 1"],
    ["full: 2", "full: 1", "P1 clause 1 basis.full: frozen 2, the cell has 1"],
    ["patterns: 5", "patterns: 6", "seeds.patterns: frozen 5, the cell has 6"],
    ["beta: [0.5, 1]", "beta: [0.5, 2]", "grid.beta[1]: frozen 1, the cell has 2"],
    ["bar: 1e-13", "bar: 1e-12", "constants.bar: frozen 1e-13, the cell has 1e-12"],
    ["capSeconds: 60", "capSeconds: 61", "budget.capSeconds: frozen 60, the cell has 61"],
    ['{ P1: ["PASS"] }', '{ P1: ["FAIL"] }', 'outcomes[0].when.P1[0]: frozen "PASS", the cell has "FAIL"'],
    ['otherwise: "OPEN"', 'otherwise: "SHUT"', 'otherwise: frozen "OPEN", the cell has "SHUT"'],
    ["// Frozen before", "// frozen before", "its source differs (comments or layout)"],
  ])("names %s → %s although the amendments behind it no longer follow", (from, to, message) => {
    const bent = first.replace(from, to);
    expect(bent).not.toBe(first);
    expect(() => findPreregistration(chainOf(bent, second, third))).toThrow(InputError);
    expect(messages(bent, second, third)).toEqual([{ cell: 1, message }]);
  });

  test("names what was bent in an amendment", () => {
    const bend = (from: string, to: string) => messages(first, second, third.replace(from, to));
    expect(bend('"value": 120', '"value": 121')).toEqual([
      { cell: 5, message: "budget.capSeconds: frozen 120, the cell has 121" },
    ]);
    expect(bend("the quick run, in seconds", "nothing")).toEqual([
      { cell: 5, message: 'seen: frozen "the quick run, in seconds", the cell has "nothing"' },
    ]);
    expect(bend("/budget/capSeconds", "/budget/cap")[0]!.message).toContain(
      'changes[0].path: frozen "/budget/capSeconds"',
    );
    expect(bend("const last", "const final")).toEqual([{
      cell: 5,
      message: "its source differs (comments or layout)",
    }]);
  });

  test("names a cell that is gone or cannot be read any more", () => {
    expect(messages(first, second)).toEqual([
      { cell: null, message: "amendment 2: it is frozen, but no cell of the notebook holds it any more" },
    ]);
    expect(messages(first.replace("patterns: 5", "patterns: seed"), second, third)[0]!.message).toContain("are data");
  });
});
