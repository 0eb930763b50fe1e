import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.ts";
import {
  amend,
  AMENDMENT_TAG,
  AmendmentChainError,
  amendmentDigest,
  findPreregistration,
  PREREGISTRATION_TAG,
  readAmendmentCell,
  readPreregistrationCell,
} from "../../../lib/verdict/mod.ts";
import { readChain } from "../../../lib/verdict/registration/registration_chain.ts";
import { amendmentCell, chainOf, digestOf, LIFT, notebookOf, threeCells } from "./amendment_fixture.ts";
import { CELL } from "./cell_fixture.ts";

const [first, second, third] = threeCells();
const CAP = [{ op: "replace", path: "/budget/capSeconds", value: 120 }];

describe("findPreregistration() of a notebook with amendments", () => {
  test("gives the registration with all of them, and every link", () => {
    const found = findPreregistration(chainOf(first, second, third))!;
    const lifted = amend(readPreregistrationCell(first), readAmendmentCell(second));
    const last = amend(lifted, readAmendmentCell(third));
    expect(found.registration).toEqual(last);
    expect([found.registration.schemaVersion, found.registration.budget.capSeconds]).toEqual([2, 120]);
    expect([found.cell, found.source]).toEqual([1, first]);
    expect(found.links.map(({ cell }) => cell)).toEqual([1, 3, 5]);
    expect(found.links.map(({ registration }) => registration.budget.capSeconds)).toEqual([60, 60, 120]);
    expect(found.links.map(({ amendment }) => amendment?.seen)).toEqual([
      undefined,
      "nothing",
      "the quick run, in seconds",
    ]);
    expect(found.digest).toBe(amendmentDigest(third, readAmendmentCell(third)));
    expect(found.digest).toBe(found.links[2]!.digest);
    expect(new Set(found.links.map(({ digest }) => digest)).size).toBe(3);
  });

  test("gives one link for a notebook without amendments", () => {
    const found = findPreregistration(chainOf(first))!;
    expect(found.links).toEqual([{
      cell: 1,
      source: first,
      digest: found.digest,
      amendment: null,
      registration: found.registration,
    }]);
  });

  test("gives the same digests for the notebook written with other formatting", () => {
    const digests = [first, second, third].map((_, i) => digestOf(...[first, second, third].slice(0, i + 1)));
    const windows = chainOf(...[first, second, third].map((source) => source.replaceAll("\n", "\r\n")));
    expect(findPreregistration(windows)!.links.map(({ digest }) => digest)).toEqual(digests);
    const lines = chainOf(first, second, third);
    for (const cell of lines.cells) cell.source = cell.source.split(/(?<=\n)/);
    const reread = JSON.parse(JSON.stringify(lines, null, 3));
    expect(findPreregistration(reread)!.links.map(({ digest }) => digest)).toEqual(digests);
  });

  test("refuses an amendment of a cell that has been edited since, with both digests", () => {
    const edited = first.replace("threshold: 1e-13", "threshold: 1e-12");
    const read = () => findPreregistration(chainOf(edited, second, third));
    expect(read).toThrow(AmendmentChainError);
    expect(read).toThrow(`cell 4 failed: it amends "${digestOf(first)}"`);
    expect(read).toThrow(`digest of cell 2 is "${digestOf(edited)}"`);
  });

  test("refuses a chain that skips a link", () => {
    expect(() => findPreregistration(chainOf(first, third))).toThrow(AmendmentChainError);
    expect(() => findPreregistration(chainOf(first, second, second))).toThrow(AmendmentChainError);
  });

  test("refuses a chain that turns back on itself", () => {
    // An amendment in front of the one whose digest it names.
    const later = amendmentCell("lifted", "last", digestOf(first), CAP);
    const name = amendmentDigest(later, readAmendmentCell(later));
    const cyclic = amendmentCell("plan", "lifted", name, LIFT);
    const read = () => findPreregistration(chainOf(first, cyclic, later));
    expect(read).toThrow(AmendmentChainError);
    expect(read).toThrow(/cell 4 failed: the chain is cyclic, it amends cell 6, which stands behind it/);
  });

  test("refuses an amendment before the registration, without one, and two registrations", () => {
    const before = notebookOf([second, AMENDMENT_TAG], [first, PREREGISTRATION_TAG]);
    expect(() => findPreregistration(before)).toThrow(/cell 2 amends a pre-registration, but none stands before it/);
    expect(() => findPreregistration(before)).toThrow(AmendmentChainError);
    expect(() => findPreregistration(notebookOf([second, AMENDMENT_TAG]))).toThrow(/cell 2 amends/);
    const both = notebookOf([first, PREREGISTRATION_TAG, AMENDMENT_TAG]);
    expect(() => findPreregistration(both)).toThrow(/cell 2 is tagged both/);
    const two = notebookOf([first, PREREGISTRATION_TAG], [first, PREREGISTRATION_TAG]);
    expect(() => findPreregistration(two)).toThrow(/cells 2 and 4 are tagged/);
    const text = chainOf(first, second);
    text.cells[3].cell_type = "raw";
    expect(() => findPreregistration(text)).toThrow(/cell 4, tagged "preregistration-amendment", is of type "raw"/);
  });

  test("refuses an amendment of another name than the cell before declares", () => {
    const other = amendmentCell("old", "next", digestOf(first), LIFT);
    expect(() => findPreregistration(chainOf(first, other))).toThrow(
      /cell 4 failed: it amends "old", but cell 2 declares "plan"; write amend\(plan, …\)/,
    );
  });

  test("names the cell whose amendment cannot be applied or read", () => {
    const digest = digestOf(first);
    const cells = [
      [amendmentCell("plan", "a", digest, [{ op: "remove", path: "/gates/0" }]), /remove "\/gates\/0".*no item 0/],
      [amendmentCell("plan", "a", digest, [{ op: "replace", path: "/seeds/patterns", value: 5 }]), /change nothing/],
      [amendmentCell("plan", "a", digest, [{ op: "replace", path: "/experiment", value: "b" }]), /experiment "b"/],
      [amendmentCell("plan", "a", digest, CAP, { reason: "" }), /reason: expected a text that is not empty/],
      [amendmentCell("plan", "a", digest, CAP, { seen: "" }), /seen: expected a text that is not empty/],
      ["plan.seeds.patterns = 6;", /const NAME = amend\(AMENDED/],
    ] as const;
    for (const [source, message] of cells) {
      const read = () => findPreregistration(chainOf(first, source));
      expect(read).toThrow(InputError);
      expect(read).toThrow(/^Reading cell 4 of the notebook failed: /);
      expect(read).toThrow(message);
      expect(read).not.toThrow(/\n/);
    }
  });
});

describe("readPreregistrationCell() of hostile cells", () => {
  test("refuses more than 1 MiB, and accepts less", () => {
    const comment = (length: number) => `/*${"x".repeat(length)}*/\n${CELL}`;
    expect(() => readPreregistrationCell(comment(2 ** 20))).toThrow(/holds \d+ bytes; write at most 1 MiB/);
    expect(readPreregistrationCell(comment(2 ** 19))).toEqual(readPreregistrationCell(CELL));
  });

  test.each([
    ["quotes that never close", `const plan = preregister({ a: "${'\\"'.repeat(5e5)}`],
    ["comments that never close", `const plan = preregister({ ${"/*".repeat(5e5)}`],
    ["lists inside lists", `const plan = preregister({ a: ${"[".repeat(3e5)}${"]".repeat(3e5)} });`],
    ["spaces", " ".repeat(1e6)],
    ["comments without end of a line", "//".repeat(5e5)],
    ["imports", `${'import "a";'.repeat(9e4)}`],
    ["a list of a hundred thousand", `const plan = preregister({ a: [${"1,".repeat(1e5)}] });`],
  ])("refuses a mebibyte of %s with a typed error", (_, source) => {
    expect(() => readPreregistrationCell(source)).toThrow(InputError);
  });

  test.each([
    ["in the registration", "seeds: { patterns: 5 },", "seeds: { patterns: 5 }, seeds: { patterns: 6 },", "seeds"],
    ["in a record inside", "patterns: 5", 'patterns: 5, "patterns": 6', "patterns"],
    ["written with an escape", "patterns: 5", "patterns: 5, p\\u0061tterns: 6", "patterns"],
    ["written with an escape in quotes", "patterns: 5", "patterns: 5, 'p\\x61tterns': 6", "patterns"],
    ["named as what objects inherit", "patterns: 5", "toString: 5, toString: 6", "toString"],
    ["behind a comment", "patterns: 5", "patterns: 5, /* patterns: */ patterns: 6", "patterns"],
  ])("refuses a key that stands twice %s", (_, from, to, key) => {
    const source = CELL.replace(from, to);
    expect(source).not.toBe(CELL);
    expect(() => readPreregistrationCell(source)).toThrow(/at line 16, column \d+: the key/);
    expect(() => readPreregistrationCell(source)).toThrow(`the key "${key}" stands twice in one record`);
  });
});

test("readChain() reads no cells as no links", () => expect(readChain([])).toEqual([]));
