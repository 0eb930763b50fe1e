import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatNotebook, parseNotebook, readNotebook, writeNotebook } from "../../../kernels/runner/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import { code, markdown, notebook } from "./cells.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "thermolab-test-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The message for a document in which one thing is changed. */
function problem(change: (document: Record<string, unknown>, cell: Record<string, unknown>) => void): string {
  const document = JSON.parse(JSON.stringify(notebook(code("1"), markdown("text"))));
  change(document, document.cells[0]);
  try {
    parseNotebook(JSON.stringify(document), "n.ipynb");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as Error;
    expect(message).toMatch(/^Cannot read the notebook "n.ipynb": [^\n]+[^.\n]$/);
    return message.slice('Cannot read the notebook "n.ipynb": '.length);
  }
  throw new Error("Nothing was thrown");
}

describe("parseNotebook()", () => {
  test("parseNotebook() accepts formats 4.0 to 4.5, keeps sources' forms and unknown keys", () => {
    for (let minor = 0; minor <= 5; minor++) {
      const document = {
        ...notebook(code("1"), { ...markdown(""), source: ["# a\n", "b"] }),
        nbformat_minor: minor,
        extra: [1],
      };
      expect(parseNotebook(JSON.stringify(document), "n.ipynb")).toEqual(document);
    }
    const old = { nbformat: 4, nbformat_minor: 2, metadata: {}, cells: [code("no id needed")] };
    expect(parseNotebook(`\uFEFF${JSON.stringify(old)}`, "n.ipynb")).toEqual(old);
  });

  test("parseNotebook() names what is wrong in one line", () => {
    expect(() => parseNotebook(" \n", "n.ipynb")).toThrow(/"n.ipynb": the file is empty/);
    expect(() => parseNotebook("{", "n.ipynb")).toThrow(/it is not JSON \(/);
    for (const text of ["[]", "3", "null", "{}", '"text"']) {
      expect(() => parseNotebook(text, "n.ipynb")).toThrow(/nbformat is missing/);
    }
    expect(problem((d) => d["nbformat"] = 3)).toMatch(/nbformat is 3, 4 is needed/);
    expect(problem((d) => d["nbformat"] = "4")).toMatch(/nbformat is "4"/);
    expect(problem((d) => delete d["nbformat_minor"])).toMatch(/nbformat_minor/);
    expect(problem((d) => d["nbformat_minor"] = 6)).toMatch(/4.6, newer than 4.5/);
    expect(problem((d) => delete d["metadata"])).toMatch(/metadata/);
    expect(problem((d) => d["cells"] = {})).toMatch(/cells are not a list/);
    expect(problem((d) => d["cells"] = [null])).toMatch(/cell 1: it is not an object/);
    expect(problem((_, c) => c["cell_type"] = "heading")).toMatch(/cell 1: its cell_type is "heading"/);
    expect(problem((_, c) => c["source"] = 3)).toMatch(/cell 1: its source/);
    expect(problem((_, c) => c["source"] = ["a", null])).toMatch(/cell 1: its source/);
    expect(problem((_, c) => c["metadata"] = null)).toMatch(/cell 1: its metadata/);
    expect(problem((_, c) => c["metadata"] = { tags: "a" })).toMatch(/cell 1: its tags/);
    expect(problem((_, c) => delete c["id"])).toMatch(/cell 1: its id is missing/);
    expect(problem((_, c) => c["id"] = "c1")).toMatch(/cell 2: its id "c1" is that of an earlier cell/);
    expect(problem((_, c) => c["execution_count"] = "1")).toMatch(/cell 1: its execution_count is "1"/);
    expect(problem((_, c) => delete c["outputs"])).toMatch(/cell 1: its outputs/);
    expect(problem((_, c) => c["outputs"] = [{ output_type: "pyout" }])).toMatch(/output 1 .*"pyout"/);
    expect(problem((d) => d["metadata"] = { kernelspec: "deno" })).toMatch(/metadata has a kernelspec that is not/);
    expect(problem((d) => d["metadata"] = { language_info: null })).toMatch(/language_info that is not an object/);
    const output = (changed: object) => (_: unknown, c: Record<string, unknown>): void => {
      c["outputs"] = [{ output_type: "display_data", data: {}, metadata: {}, ...changed }];
    };
    const error = { output_type: "error", ename: "Error", evalue: "x", traceback: [] };
    const result = { output_type: "execute_result", execution_count: 1 };
    for (const good of [{}, error, result]) expect(() => problem(output(good))).toThrow("Nothing was thrown");
    for (
      const bad of [
        { data: { "text/plain": 5 } },
        { metadata: null },
        { ...error, ename: 5 },
        { ...error, evalue: undefined },
        { ...result, execution_count: "1" },
        { ...result, execution_count: undefined },
      ]
    ) expect(problem(output(bad))).toMatch(/output 1 is not a valid output/);
  });
});

describe("readNotebook() and writeNotebook()", () => {
  test("readNotebook() names files that cannot be read", () => {
    writeFileSync(join(folder, "binary.ipynb"), Uint8Array.of(0xff, 0xfe, 0x00));
    expect(() => readNotebook(join(folder, "none.ipynb"))).toThrow(/none.ipynb": there is no such file/);
    expect(() => readNotebook(folder)).toThrow(/it is a folder/);
    expect(() => readNotebook(join(folder, "binary.ipynb"))).toThrow(/not UTF-8/);
  });

  test("writeNotebook() gives the same bytes for the same document, whatever the order of its keys", () => {
    const a = notebook(code("1 // ☃"));
    const b = Object.fromEntries(Object.entries(a).reverse()) as unknown as typeof a;
    const path = join(folder, "a.ipynb");
    writeNotebook(path, a);
    const text = readFileSync(path, "utf8");
    expect(formatNotebook(b)).toBe(text);
    expect(text.startsWith('{\n "cells": [\n  {\n   "cell_type": "code",\n   "execution_count": null,\n')).toBe(true);
    expect(text.endsWith(' "nbformat": 4,\n "nbformat_minor": 5\n}\n')).toBe(true);
    expect(text).toContain("☃");
    expect(formatNotebook(readNotebook(path))).toBe(text);
  });

  test("formatNotebook() keeps keys that JavaScript treats specially", () => {
    const document = JSON.parse(
      '{"nbformat":4,"nbformat_minor":4,"metadata":{"__proto__":{"x":1},"10":1,"9":2},"cells":[]}',
    );
    expect(JSON.parse(formatNotebook(document)).metadata).toEqual(document.metadata);
    expect(formatNotebook(document)).toContain('"__proto__"');
  });

  test("writeNotebook() leaves the old file and nothing else when it fails", () => {
    const place = join(folder, "busy.ipynb");
    mkdirSync(place);
    expect(() => writeNotebook(place, notebook())).toThrow();
    expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
    const path = join(folder, "kept.ipynb");
    writeNotebook(path, notebook());
    const circular = notebook();
    circular.metadata["self"] = circular.metadata;
    expect(() => writeNotebook(path, circular)).toThrow();
    expect(readFileSync(path, "utf8")).toBe(formatNotebook(notebook()));
  });
});
