import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findPreregistration,
  type Preregistration,
  preregistrationDigest,
  readPreregistrationCell,
} from "../../../lib/verdict/mod.ts";
import { CELL } from "./cell_fixture.ts";
import type { Loose } from "./fixtures.ts";

const SEED = 3174;
const plan = readPreregistrationCell(CELL);

function notebook(source: string | string[], tags: string[] = ["preregistration"]): Loose {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "markdown", id: "a", metadata: {}, source: "# Question" },
      { cell_type: "code", id: "b", metadata: { tags }, source, outputs: [], execution_count: 1 },
    ],
  };
}

describe("preregistrationDigest()", () => {
  test("is SHA-256 over the canonical JSON of registration and source", () => {
    // Written out by hand by the rules of RFC 8785: keys sorted, no spaces, numbers in ECMAScript's shortest form.
    const registration = { unit: "µs", bar: 1e-13, big: 1e21, list: [-0.5, null, true], ten: 10.0 } as Loose;
    const canonical =
      '{"registration":{"bar":1e-13,"big":1e+21,"list":[-0.5,null,true],"ten":10,"unit":"µs"},"source":"a\\n\\"b\\""}';
    const expected = createHash("sha256").update(canonical, "utf8").digest("hex");
    expect(preregistrationDigest('a\r\n"b"', registration)).toBe(`sha256:${expected}`);
  });

  test(`does not depend on the order of keys (seed ${SEED})`, () => {
    const reorder = (value: Loose, pick: (n: number) => number): Loose => {
      if (Array.isArray(value)) return value.map((item) => reorder(item, pick));
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value), result: Loose = {};
      while (entries.length > 0) {
        const [[key, item]] = entries.splice(pick(entries.length), 1) as [[string, Loose]];
        result[key] = reorder(item, pick);
      }
      return result;
    };
    const digest = preregistrationDigest(CELL, plan);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const other = reorder(plan, (n) => stream.next().value! % n) as Preregistration;
        expect(preregistrationDigest(CELL, other)).toBe(digest);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  test(`changes with any one character of the cell (seed ${SEED})`, () => {
    const digest = preregistrationDigest(CELL, plan);
    const edit = fc.tuple(
      fc.nat({ max: CELL.length - 1 }),
      fc.constantFrom("replace", "insert", "delete"),
      fc.constantFrom(" ", "0", "7", "a", "\n", ".", "-"),
    );
    fc.assert(
      fc.property(edit, ([at, kind, character]) => {
        const kept = kind === "insert" ? at : at + 1;
        const source = CELL.slice(0, at) + (kind === "delete" ? "" : character) + CELL.slice(kept);
        fc.pre(source !== CELL);
        expect(preregistrationDigest(source, plan)).not.toBe(digest);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("changes with the data alone", () => {
    const other = { ...plan, seeds: { patterns: 6 } };
    expect(preregistrationDigest(CELL, other)).not.toBe(preregistrationDigest(CELL, plan));
  });
});

describe("findPreregistration()", () => {
  test("finds the tagged cell, its data and its digest", () => {
    const found = findPreregistration(notebook(CELL))!;
    expect([found.cell, found.digest]).toEqual([1, preregistrationDigest(CELL, plan)]);
    expect(found.registration).toEqual(plan);
  });

  test("gives the same digest for the notebook written with other formatting", () => {
    const digest = findPreregistration(notebook(CELL))!.digest;
    const lines = CELL.split(/(?<=\n)/);
    expect(findPreregistration(notebook(lines))!.digest).toBe(digest);
    expect(findPreregistration(notebook(CELL.replaceAll("\n", "\r\n")))!.digest).toBe(digest);
    expect(findPreregistration(JSON.parse(JSON.stringify(notebook(lines), null, 4)))!.digest).toBe(digest);
    expect(findPreregistration(notebook(CELL.replace("1e-13", "1e-12")))!.digest).not.toBe(digest);
  });

  test("is null for a notebook without the tag", () => {
    expect(findPreregistration(notebook(CELL, ["parameters"]))).toBeNull();
    expect(findPreregistration({ cells: [{ cell_type: "code", source: CELL }] })).toBeNull();
  });

  test("refuses two tagged cells, a tagged text cell and what is no notebook", () => {
    const two = notebook(CELL);
    two.cells.push(two.cells[1]);
    expect(() => findPreregistration(two)).toThrow('cells 2 and 3 are tagged "preregistration"');
    const markdown = notebook(CELL);
    markdown.cells[1].cell_type = "markdown";
    expect(() => findPreregistration(markdown)).toThrow("make it a code cell");
    const broken = notebook(CELL);
    broken.cells[1].source = [1];
    expect(() => findPreregistration(broken)).toThrow("source of cell 2");
    expect(() => findPreregistration([])).toThrow("not a notebook");
    expect(() => findPreregistration(null)).toThrow("not a notebook");
  });
});
