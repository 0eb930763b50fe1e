import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatNotebook } from "../../../kernels/runner/mod.ts";
import { expectBadInput, file, folder, lab, STARTS_LAB } from "./cli.ts";
import { coin, notebook } from "./notebooks.ts";

const MODELS: readonly [what: string, text: string, value: string | RegExp][] = [
  ["ragged weights", '{"kind":"rbm","weights":[[1,2],[3]],"beta":1}', /\[1\]|row 1|row 2/],
  ["null weights", '{"kind":"rbm","weights":null,"beta":1}', "null"],
  ["a null weight", '{"kind":"rbm","weights":[[1,null]],"beta":1}', "null"],
  ["a weight beyond all numbers", '{"kind":"rbm","weights":[[1,1e999]],"beta":1}', "Infinity"],
  ["a weight that is text", '{"kind":"rbm","weights":[[1,"two"]],"beta":1}', "two"],
  ["beta as text", '{"kind":"rbm","weights":[[1]],"beta":"hot"}', "hot"],
  ["negative beta", '{"kind":"rbm","weights":[[1]],"beta":-0.5}', "-0.5"],
  ["a repeated edge", '{"kind":"ising","n":3,"edges":[[0,1],[1,0]],"weights":[1,1],"beta":1}', /\[1, ?0\]|\b0\D+1\b/],
  ["a self edge", '{"kind":"ising","n":3,"edges":[[2,2]],"weights":[1],"beta":1}', "2"],
  ["an edge out of range", '{"kind":"ising","n":3,"edges":[[0,7]],"weights":[1],"beta":1}', "7"],
  [
    "neighbours inside a block",
    '{"kind":"ising","n":2,"edges":[[0,1]],"weights":[1],"beta":1,"blocks":[[0,1]]}',
    /block/,
  ],
  ["an unknown key", '{"kind":"rbm","wieghts":[[1]],"beta":1}', "wieghts"],
  ["an unknown kind", '{"kind":"potts","beta":1}', "potts"],
  ["more spins than memory", `{"kind":"ising","n":60,"edges":[[0,1]],"weights":[1],"beta":1}`, "60"],
  ["JSON that is cut off", '{"kind":"rbm",\n"weights":[[1]', /line 2/],
  ["an empty file", "", "empty"],
];

describe.runIf(STARTS_LAB)("lab, given what cannot be used", () => {
  test("names an unknown command", async () => {
    await expectBadInput(folder(), ["simulate"], '"simulate"');
    await expectBadInput(folder(), ["help", "simulate"], '"simulate"');
  });

  test.each([
    ["run", "--fast"],
    ["check", "--fast"],
    ["q", "--fast"],
    ["kernels", "--fast"],
  ])("%s names an unknown flag", async (command, flag) => {
    await expectBadInput(folder(), [command, flag], `"${flag}"`);
  });

  test("names a flag that lacks its value, is repeated, or takes none", async () => {
    await expectBadInput(folder(), ["run", "--mode"], "--mode");
    await expectBadInput(folder(), ["run", "--mode", "quick", "--mode", "full"], "--mode");
    await expectBadInput(folder(), ["run", "--record=yes"], '"yes"');
  });

  test.each(MODELS)("q names %s", async (_, text, value) => {
    const at = folder();
    file(at, "model.json", text);
    await expectBadInput(at, ["q", "model.json"], value);
    await expectBadInput(at, ["q", "model.json", "--json"], value);
  });

  test.each([
    ["--kernel", "gibbs"],
    ["--window", "0"],
    ["--window", "-1"],
    ["--window", "1.5"],
    ["--window", "long"],
    ["--window", "1e300"],
    ["--observable", "1"],
    ["--observable", "-1"],
    ["--observable", "first"],
    ["--data", "missing.json"],
    ["--data", "data.json"],
  ])("q names %s %s", async (flag, value) => {
    const at = folder();
    file(at, "model.json", '{"kind":"rbm","weights":[[1]],"beta":1}');
    file(at, "data.json", '{"states":[[1,1,1]]}');
    await expectBadInput(at, ["q", "model.json", flag, value], value);
  });

  test("q names a model that is missing, a folder, or too many", async () => {
    const at = folder();
    file(at, "model.json", '{"kind":"rbm","weights":[[1]],"beta":1}');
    await expectBadInput(at, ["q"], "MODEL.json");
    await expectBadInput(at, ["q", "missing.json"], '"missing.json"');
    await expectBadInput(at, ["q", "."], "folder");
    await expectBadInput(at, ["q", "model.json", "second.json"], '"second.json"');
  });

  test.each([
    ["an empty file", ""],
    ["text that is not JSON", "# A notebook\n"],
    ["JSON that is no notebook", '{"kind":"rbm"}'],
    ["a notebook of format 3", '{"nbformat":3,"nbformat_minor":0,"metadata":{},"worksheets":[]}'],
    ["cells that are no cells", '{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code"}]}'],
  ])("run and check name %s", async (_, text) => {
    const at = folder();
    file(at, "mine.ipynb", text);
    file(at, "good.ipynb", formatNotebook(notebook("1")));
    // The good one comes first and must not run.
    await expectBadInput(at, ["run", "good.ipynb", "mine.ipynb"], '"mine.ipynb"');
    await expectBadInput(at, ["check", "good.ipynb", "mine.ipynb"], '"mine.ipynb"');
  });

  test("run names a notebook in another language, a broken pre-registration, and one that does not exist", async () => {
    const at = folder();
    const python = notebook("print(1)");
    python.metadata["kernelspec"] = { name: "python3", display_name: "Python 3", language: "python" };
    file(at, "python.ipynb", formatNotebook(python));
    const broken = coin();
    broken.cells[0]!.source = "const plan = preregister({ seeds: { a: seed } });";
    file(at, "broken.ipynb", formatNotebook(broken));
    await expectBadInput(at, ["run", "python.ipynb"], '"python"');
    await expectBadInput(at, ["run", "broken.ipynb"], "seed");
    await expectBadInput(at, ["run", "missing.ipynb"], '"missing.ipynb"');
    await expectBadInput(at, ["check", "9999"], '"9999"');
  });

  test("run names a mode, a time-out, an output folder and a record that cannot be", async () => {
    const at = folder();
    file(at, "mine.ipynb", formatNotebook(notebook("1")));
    file(at, "other/mine.ipynb", formatNotebook(notebook("1")));
    await expectBadInput(at, ["run", "mine.ipynb", "--mode", "fast"], '"fast"');
    await expectBadInput(at, ["run", "mine.ipynb", "--timeout", "soon"], '"soon"');
    await expectBadInput(at, ["run", "mine.ipynb", "--timeout", "0"], '"0"');
    await expectBadInput(at, ["run", "mine.ipynb", "--out", "mine.ipynb"], '"mine.ipynb"');
    await expectBadInput(at, ["run", "mine.ipynb", "--out", "."], /--out/);
    await expectBadInput(at, ["run", "mine.ipynb", "--record"], '"quick"');
    await expectBadInput(at, ["run", "mine.ipynb", "other/mine.ipynb"], "other/mine.ipynb");
  });

  test("kernels names an action that is none and a prefix that is a file", async () => {
    const at = folder();
    file(at, "prefix", "");
    await expectBadInput(at, ["kernels"], "install");
    await expectBadInput(at, ["kernels", "remove"], '"remove"');
    await expectBadInput(at, ["kernels", "install", "deno"], '"deno"');
    await expectBadInput(at, ["kernels", "install", "--prefix", "prefix"], join(at, "prefix"));
    mkdirSync(join(at, "empty"));
    await expectBadInput(at, ["kernels", "uninstall", "--prefix", "empty"], "there is none");
  });

  test("help explains every command", async () => {
    const at = folder();
    for (const args of [["run", "--help"], ["help", "check"], ["q", "-h"], ["help", "kernels"], []]) {
      const { code, stdout, stderr } = await lab(at, args);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^Usage: lab /);
    }
  });
});
