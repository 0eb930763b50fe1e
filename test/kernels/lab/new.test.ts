import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scaffold } from "../../../kernels/lab/scaffold.ts";
import { findPreregistration } from "../../../lib/verdict/mod.ts";
import { DENO } from "../guard/deno_path.ts";
import { expectBadInput, file, folder, folderWithLibrary, lab, ROOT, STARTS_LAB } from "./cli.ts";
import { commitAll, initialise } from "./history.ts";

const NAME = "06-slow-mixing";

describe("scaffold()", () => {
  test.each([
    [NAME, "# Slow mixing\n"],
    ["coin", "# Coin\n"],
    ["2026", "# 2026\n"],
    ["07_a.b", "# A b\n"],
  ])("of %s has a title, a registration of that name, and cells with identifiers", (name, first) => {
    const document = scaffold(name);
    expect(document.cells[0]!.source[0]).toBe(first);
    expect(findPreregistration(document)!.registration.experiment).toBe(name);
    expect(new Set(document.cells.map(({ id }) => id)).size).toBe(document.cells.length);
  });
});

describe.runIf(STARTS_LAB)("lab new", () => {
  test("writes a notebook that runs, can be frozen, and holds under lab check once it is recorded", async () => {
    const at = folder();
    initialise(at);
    file(at, ".gitignore", "out/\n");
    const made = await lab(at, ["new", NAME]);
    expect(made.stderr).toBe("");
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(
      new RegExp(`^Wrote ${NAME}\\.ipynb\nWrote deno\\.json, by which cells find the library\n`),
    );
    expect(JSON.parse(readFileSync(join(at, "deno.json"), "utf8"))).toEqual({
      importMap: join(ROOT, "deno.json"),
      lock: false,
      fmt: { lineWidth: 120 },
    });
    // The commands that it prints, in their order.
    const steps = [...made.stdout.matchAll(/^ {2}(.*)$/gm)].map(([, command]) => command!);
    const labs = steps.filter((step) => step.includes("main.ts")).map((step) => /main\.ts"? (.*)$/.exec(step)![1]!);
    expect(labs).toEqual([
      `run ${NAME}.ipynb`,
      `freeze ${NAME}.ipynb`,
      `run ${NAME}.ipynb --mode full --record`,
      `check ${NAME}.ipynb`,
    ]);
    const paths = steps.filter((step) => step.startsWith("git")).map((step) => /^git add (.*) && /.exec(step)![1]!);
    for (const [i, command] of labs.slice(1).entries()) {
      const { code, stderr } = await lab(at, command.split(" "));
      expect(code, stderr).toBe(0);
      if (i === 2) break;
      for (const path of paths[i]!.split(" ")) expect(existsSync(join(at, path)), path).toBe(true);
      commitAll(at, command);
    }
    expect(readFileSync(join(at, `${NAME}.ipynb`), "utf8")).toContain("Outcome: <!--= outcome -->SLOWER<!--/-->");
  });

  test("writes cells that the formatter leaves as they are", async () => {
    const at = folder();
    await lab(at, ["new", NAME, "--out", "mine"]);
    const path = join(at, "mine", `${NAME}.ipynb`), before = readFileSync(path, "utf8");
    const format = () => spawnSync(DENO!, ["fmt", "--quiet", "--prose-wrap", "preserve", path], { cwd: at });
    expect(format().status).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(before);
    // In the user's own style, where there is one.
    file(at, "own/deno.json", '{ "fmt": { "lineWidth": 60, "singleQuote": true } }');
    await lab(at, ["new", NAME, "--out", "own"]);
    const own = readFileSync(join(at, "own", `${NAME}.ipynb`), "utf8");
    expect(own).toContain("from 'thermolab'");
    expect(own).toContain("factor <!--= slowdown | 3 -->0<!--/-->");
  });

  test("names git's folder when the notebook goes elsewhere", async () => {
    const at = folder(), elsewhere = folder();
    const { stdout } = await lab(at, ["new", "coin", "--out", elsewhere]);
    expect(stdout).toContain(` freeze ${elsewhere}/coin.ipynb\n`);
    expect(stdout).toContain(
      `  git -C ${elsewhere} add coin.ipynb preregistrations/coin.json && git -C ${elsewhere} commit`,
    );
    const task = { environment: { INIT_CWD: join(ROOT, "test") } };
    const inside = await lab(ROOT, ["new", "coin", "--out", elsewhere + "/b"], task);
    expect(inside.stdout).toContain(`task lab freeze ${elsewhere}/b/coin.ipynb\n`);
  });

  test("leaves a configuration that is there, and says what it lacks", async () => {
    const at = folder(), silent = file(at, "deno.json", '{ "imports": {} }\n');
    mkdirSync(join(at, "deep"));
    const { code, stdout } = await lab(join(at, "deep"), ["new", "coin"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Cells find the library once ${silent} says so`);
    expect(readFileSync(silent, "utf8")).toBe('{ "imports": {} }\n');
    expect(existsSync(join(at, "deep", "deno.json"))).toBe(false);
    const quiet = await lab(folderWithLibrary(), ["new", "coin.ipynb"]);
    expect(quiet.stdout).not.toContain("deno.json");
  });

  test("refuses what would overwrite, and names that are none", async () => {
    const at = folderWithLibrary();
    file(at, "coin.ipynb", "mine");
    await expectBadInput(at, ["new", "coin"], '"coin.ipynb": it is there already');
    expect(readFileSync(join(at, "coin.ipynb"), "utf8")).toBe("mine");
    await expectBadInput(at, ["new"], "without a name");
    await expectBadInput(at, ["new", "a", "b"], '"b"');
    await expectBadInput(at, ["new", "../up"], '"../up"');
    await expectBadInput(at, ["new", "a b"], '"a b"');
    await expectBadInput(at, ["new", "a", "--out", "coin.ipynb"], '--out "coin.ipynb"');
    const taken = await lab(ROOT, ["new", "5-again"]);
    expect(taken.code).toBe(64);
    expect(taken.stderr).toMatch(/^lab new: .*the number 5; the next free one is \d\d\n$/);
    expect(existsSync(join(ROOT, "notebooks", "5-again.ipynb"))).toBe(false);
  });
});
