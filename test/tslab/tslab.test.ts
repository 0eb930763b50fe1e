import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKernel } from "../../kernels/guard/mod.ts";
import type { JupyterMessage } from "../../kernels/protocol/mod.ts";
import { DENO } from "../kernels/guard/deno_path.ts";
import { buildDist } from "../tools/dist.ts";
import { installTslab, startTslab, type TslabKernel } from "./tslab.ts";

const NOTEBOOK = fileURLToPath(new URL("c-deep.ipynb", import.meta.url));
// Below the repository, so that what is not bundled is found in its node_modules.
const DIST = fileURLToPath(new URL("../../node_modules/.cache/thermolab-dist", import.meta.url));

const installed = DENO === null ? { reason: "no Deno to build dist with" } : installTslab(DIST);
if ("reason" in installed) console.log(`NOT RUN: tests on tslab: ${installed.reason}`);
if (DENO !== null) await buildDist(DIST, DENO);

/** The sources of the notebook's code cells. */
function cells(): string[] {
  const { cells } = JSON.parse(readFileSync(NOTEBOOK, "utf8")) as { cells: { cell_type: string; source: string[] }[] };
  return cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
}

describe.skipIf(DENO === null)("dist", () => {
  test("loads by require() in Node 20 and gives the anchor C-deep", () => {
    // Table 2 of the reference values: T_O(P_sym) = 1409.418, tau_max = 112.479.
    const program = `const { kernelStructure, plantedRbm, InputError } = require(${JSON.stringify(DIST)});
      const xi = [[1, 1, 1, 1, 1], [-1, -1, 1, 1, 1]], eta = [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1]];
      const { totalObservableTime, tauMax } = kernelStructure(plantedRbm(xi, eta, 3), "symmetric");
      console.log(totalObservableTime.toFixed(3), tauMax.toFixed(3), new InputError("x") instanceof Error);`;
    const { stdout, stderr } = spawnSync("node", ["--throw-deprecation", "-e", program], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe("1409.418 112.479 true\n");
  });

  test("is packed as the main file of a package with declarations", () => {
    const { main, types } = JSON.parse(readFileSync(join(DIST, "package.json"), "utf8"));
    expect(readFileSync(join(DIST, types), "utf8")).toContain('export * from "./lib/exact/mod.js"');
    expect(readFileSync(join(DIST, main), "utf8")).not.toMatch(/\brequire\("(?!node:|url")/);
  });
});

describe.skipIf("reason" in installed)("tslab", () => {
  let kernel: TslabKernel;
  beforeAll(async () => {
    kernel = await startTslab((installed as { modules: string }).modules);
  });
  afterAll(() => kernel.stop());

  test("runs the notebook: the anchor, its table, its figure, and every display under its own cell", async () => {
    const outputs: JupyterMessage[][] = [];
    for (const source of cells()) {
      const done = await kernel.execute(source);
      expect(done.status, texts(done.outputs)).toBe("ok");
      outputs.push(done.outputs);
    }
    const [compute, table, figure, forms] = outputs as [
      JupyterMessage[],
      JupyterMessage[],
      JupyterMessage[],
      JupyterMessage[],
    ];
    expect(texts(compute)).toBe("1409.418\n");
    expect(table.map(kindOf)).toEqual([["display_data", "text/html"]]);
    expect(String(content(table[0]!))).toMatch(/>1059\.784<[\s\S]*>1409\.418<[\s\S]*>112\.479</);
    expect(figure.map(kindOf)).toEqual([["display_data", "text/html"]]);
    const svg = /^<img src="data:image\/svg\+xml;base64,([^"]+)" alt="Two bars/.exec(String(content(figure[0]!)))![1]!;
    expect(atob(svg)).toContain("</svg>");
    expect(forms.map(kindOf)).toEqual([
      ["display_data", "text/html"],
      ["display_data", "text/markdown"],
      ["display_data", "text/html"],
      ["display_data", "text/plain"],
      ["update_display_data", "text/plain"],
      ["display_data", "text/html"],
      ["update_display_data", "text/html"],
    ]);
    expect(content(forms[0]!)).toBe("<b>τ &lt; ∞</b>");
    expect(content(forms[1]!)).toBe("$T_O$ = 1409.418");
  });

  test("reads the declarations: what has another type is refused before it runs", async () => {
    const { status, outputs } = await kernel.execute(
      "const wrong: string = kernelStructure(model, 'symmetric').tauMax;",
    );
    expect(status).toBe("error");
    expect(texts(outputs)).toContain("Type 'number' is not assignable to type 'string'");
  });
});

describe.skipIf(DENO === null)("Deno's kernel", () => {
  test("runs the same cells, each display in every form and under its own cell", async () => {
    const kernel = await startKernel({ deno: DENO!, cwd: fileURLToPath(new URL("../..", import.meta.url)) });
    const outputs: JupyterMessage[][] = [];
    try {
      for (const source of cells()) {
        const own: JupyterMessage[] = [];
        const { error } = await kernel.execute(source, { onOutput: (message) => own.push(message) });
        expect(error).toBeNull();
        outputs.push(own);
      }
    } finally {
      await kernel.shutdown();
    }
    expect(texts(outputs[0]!)).toBe("1409.418\n");
    expect(outputs.slice(1).map((own) => own.map(kindOf))).toEqual([
      [["display_data", "text/html,text/markdown,text/plain"]],
      [["display_data", "application/vnd.plotly.v1+json,image/svg+xml,text/html,text/plain"]],
      [
        ["display_data", "text/html,text/plain"],
        ["display_data", "text/markdown,text/plain"],
        ["display_data", "text/html,image/svg+xml,text/plain"],
        ["display_data", "text/plain"],
        ["update_display_data", "text/plain"],
        ["display_data", "application/vnd.thermolab.progress+json,text/html,text/plain"],
        ["update_display_data", "application/vnd.thermolab.progress+json,text/html,text/plain"],
      ],
    ]);
  });
});

function kindOf({ header, content }: JupyterMessage): [string, string] {
  return [header.msg_type, Object.keys(content["data"] as object).join()];
}

function content(message: JupyterMessage): unknown {
  return Object.values(message.content["data"] as object)[0];
}

function texts(outputs: readonly JupyterMessage[]): string {
  return outputs.map((message) => message.content["text"] ?? "").join("");
}
