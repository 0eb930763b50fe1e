import { expect, test } from "vitest";
import { KERNEL_ORDER, layerViolations, LIBRARY_ORDER } from "./layers.ts";

const source = (...targets: string[]): string => targets.map((t) => `import { x } from "${t}";\n`).join("");

const CLEAN: readonly [string, string][] = [
  ["lib/errors.ts", ""],
  ["lib/random/philox.ts", source("../errors.ts")],
  ["lib/model/ising.ts", source("../graph/graph.ts", "../errors.ts", "node:fs", "ml-matrix")],
  ["lib/graph/graph.ts", source("../random/philox.ts")],
  ["kernels/protocol/frame.ts", ""],
  ["kernels/lab/main.ts", source("../protocol/frame.ts", "../../lib/model/ising.ts")],
];

const violations = (...extra: [string, string][]): string[] => layerViolations(new Map([...CLEAN, ...extra]));

test("layerViolations() finds nothing in a clean set", () => {
  expect(violations()).toEqual([]);
});

test("layerViolations() finds an import from a folder above, in every form of import", () => {
  for (
    const text of [
      source("../exact/law.ts"),
      `export * from '../exact/law.ts';`,
      `const law = await import("../exact/law.ts");`,
      `import "../exact/law.ts";`,
      `import type {\n  Law,\n} from "../exact/law.ts";`,
    ]
  ) {
    expect(violations(["lib/graph/colouring.ts", text])).toEqual([
      "lib/graph/colouring.ts imports lib/exact/law.ts: lib/graph stands below lib/exact",
    ]);
  }
  expect(violations(["kernels/protocol/message.ts", source("../runner/run.ts")])).toHaveLength(1);
});

test("layerViolations() finds lib/ importing kernels/", () => {
  expect(violations(["lib/notebook/show.ts", source("../../kernels/protocol/frame.ts")])).toEqual([
    "lib/notebook/show.ts imports kernels/protocol/frame.ts: lib/ never imports kernels/",
  ]);
});

test("layerViolations() finds a cycle, inside one folder and of a file with itself", () => {
  const found = violations(
    ["lib/model/a.ts", source("./b.ts")],
    ["lib/model/b.ts", source("./c.ts")],
    ["lib/model/c.ts", source("./a.ts")],
  );
  expect(found).toEqual(["Import cycle: lib/model/a.ts → lib/model/b.ts → lib/model/c.ts → lib/model/a.ts"]);
  expect(violations(["lib/model/a.ts", source("./a.ts")])).toHaveLength(1);
});

test("layerViolations() finds a folder that the architecture does not list", () => {
  expect(violations(["lib/extras/a.ts", source("../random/philox.ts")])).toHaveLength(1);
});

test("the orders are those of the architecture", () => {
  expect(LIBRARY_ORDER.join(" ")).toBe(
    "random data graph model exact sampler diagnostics predictor train verdict notebook",
  );
  expect(KERNEL_ORDER.join(" ")).toBe("protocol guard specs runner cells page site doctor bench sweep lab");
});

test("layerViolations() leaves the examples of docstrings alone", () => {
  expect(violations(["lib/graph/colouring.ts", `/**\n * ${source("../exact/law.ts")} */\nexport {};\n`])).toEqual([]);
});
