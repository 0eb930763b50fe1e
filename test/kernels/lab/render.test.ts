import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { formatNotebook, type NotebookDocument } from "../../../kernels/runner/mod.ts";
import { brokenLinks } from "../site/links.ts";
import { expectBadInput, folder, folderWithLibrary, lab, ROOT, STARTS_LAB } from "./cli.ts";
import { coin, notebook } from "./notebooks.ts";

/** The files of a folder, by their path with "/". */
function filesIn(path: string): Map<string, string> {
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(path, file)).isFile()
  );
  return new Map(files.sort().map((file) => [file.split(sep).join("/"), readFileSync(join(path, file), "utf8")]));
}

function write(path: string, document: NotebookDocument): string {
  writeFileSync(path, formatNotebook(document));
  return path;
}

/** The text of a page's verdict box. */
function verdictBox(page: string): string {
  return /<section class="verdict"[\s\S]*?<\/section>/.exec(page)?.[0].replace(/<[^>]*>/g, " ").replace(/\s+/g, " ") ??
    "";
}

describe.runIf(STARTS_LAB)("lab render", () => {
  test("makes a site of all experiments, in which every link resolves and no page is large", async () => {
    const out = join(folder(), "deep", "site");
    const { code, stdout } = await lab(ROOT, ["render", "--out", out]);
    expect(code).toBe(0);
    const files = filesIn(out), pages = [...files.keys()].filter((file) => file.endsWith(".html"));
    expect(stdout.split("\n").filter((line) => line !== "").map((path) => relative(out, path)).sort()).toEqual(pages);
    const links = brokenLinks(files);
    expect(links.broken).toEqual([]);
    expect(links.count).toBeGreaterThan(20);
    for (const name of readdirSync(join(ROOT, "notebooks")).filter((file) => file.endsWith(".ipynb"))) {
      expect(files.get(`files/${name}`)).toBe(readFileSync(join(ROOT, "notebooks", name), "utf8"));
      expect(pages).toContain(name.replace(".ipynb", ".html"));
    }
    for (const page of pages) {
      // Without what the interactive figures need.
      const still = files.get(page)!.replace(/ data-plot="[^"]*"/g, "");
      expect(new TextEncoder().encode(still).length, page).toBeLessThan(3 * 2 ** 20);
      // A reader need not know where the author keeps the files.
      expect(files.get(page)!.includes(ROOT), page).toBe(false);
    }
    expect(readdirSync(out).sort()).toEqual(["assets", "files", ...pages].sort());
  });

  test("shows a notebook of the user's own, without a registration and in any language, and again over itself", async () => {
    const cwd = folder();
    const own = notebook("print(1)");
    own.metadata = { kernelspec: { name: "python3", language: "python" } };
    write(join(cwd, "my notes.ipynb"), own);
    for (const round of [1, 2]) {
      const { code, stderr } = await lab(cwd, ["render", "my notes.ipynb", "--out", "."]);
      expect(code, `round ${round}: ${stderr}`).toBe(0);
    }
    expect(readdirSync(cwd).sort()).toEqual(["assets", "files", "index.html", "my notes.html", "my notes.ipynb"]);
    expect(brokenLinks(filesIn(cwd)).broken).toEqual([]);
    expect(readFileSync(join(cwd, "index.html"), "utf8")).toContain("No pre-registration, so no verdict");
    expect(verdictBox(readFileSync(join(cwd, "my notes.html"), "utf8"))).toBe("");
  });

  test("shows a registration that nothing answers as not checked", async () => {
    const cwd = folder();
    write(join(cwd, "coin.ipynb"), coin());
    expect((await lab(cwd, ["render", "coin.ipynb", "--out", "site"])).code).toBe(0);
    const board = readFileSync(join(cwd, "site", "index.html"), "utf8");
    expect(board).toContain("No recorded results yet");
    expect([...board.matchAll(/<td class="ours"><span class="badge ([^"]*)">/g)].map(([, kind]) => kind)).toEqual([
      "not-checked",
      "not-checked",
    ]);
    expect(board).toContain("0.5, PASS");
    expect(verdictBox(readFileSync(join(cwd, "site", "coin.html"), "utf8"))).toMatch(
      /Not checked.*a draft: neither frozen nor recorded/,
    );
  });

  test("shows what lab run has left, and says it where the verdict does not follow from the rows", async () => {
    const cwd = folderWithLibrary();
    write(join(cwd, "coin.ipynb"), coin());
    expect((await lab(cwd, ["run", "coin.ipynb", "--out", "out"])).code).toBe(0);
    const ledger = join(cwd, "out", "coin.quick.json");
    expect((await lab(cwd, ["render", "out/coin.ipynb", "--out", "site"])).code).toBe(0);
    const page = join(cwd, "site", "coin.html"), board = join(cwd, "site", "index.html");
    expect(verdictBox(readFileSync(page, "utf8"))).toMatch(/P1 PASS/);
    expect(verdictBox(readFileSync(page, "utf8"))).not.toContain("does not pass");
    expect(readFileSync(board, "utf8")).toContain("quick run, not a record");
    expect(readFileSync(join(cwd, "site", "files", "coin.quick.json"), "utf8")).toBe(readFileSync(ledger, "utf8"));

    const changed = JSON.parse(readFileSync(ledger, "utf8"));
    changed.rows[0].value = 0.9;
    writeFileSync(ledger, JSON.stringify(changed));
    const { code, stderr } = await lab(cwd, ["render", "out/coin.ipynb", "--out", "site"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/coin: .*P1/);
    expect(verdictBox(readFileSync(page, "utf8"))).toMatch(/does not pass its check.*P1/);
    expect(readFileSync(board, "utf8")).toContain("does not pass its check");
  });

  test("refuses bad input with one line, and writes nothing", async () => {
    const cwd = folder();
    write(join(cwd, "a.ipynb"), notebook("1"));
    writeFileSync(join(cwd, "text.ipynb"), "no notebook");
    writeFileSync(join(cwd, "file"), "");
    mkdirSync(join(cwd, "web"));
    writeFileSync(join(cwd, "web", "index.html"), "<p>mine</p>");
    await expectBadInput(cwd, ["render", "a.ipynb"], "lab render --out site");
    await expectBadInput(cwd, ["render", "a.ipynb", "--out", "file"], '"file"');
    await expectBadInput(cwd, ["render", "a.ipynb", "--out", "file/deeper"], "is not a folder");
    await expectBadInput(cwd, ["render", "gone.ipynb", "--out", "site"], '"gone.ipynb"');
    await expectBadInput(cwd, ["render", "a.ipynb", "text.ipynb", "--out", "site"], '"text.ipynb"');
    await expectBadInput(cwd, ["render", "a.ipynb", "--out", "site", "--fast"], '"--fast"');
    await expectBadInput(cwd, ["render", "a.ipynb", "--out", "web"], "has not made");
    expect(readFileSync(join(cwd, "web", "index.html"), "utf8")).toBe("<p>mine</p>");
    expect(existsSync(join(cwd, "site"))).toBe(false);
  });
});
