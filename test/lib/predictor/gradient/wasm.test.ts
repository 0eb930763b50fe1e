import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { referenceEngine } from "../../../../lib/predictor/gradient/resolvent_engine.ts";
import { SingleSiteTime } from "../../../../lib/predictor/gradient/single_site_time.ts";
import { stateSpace } from "../../../../lib/predictor/gradient/state_space.ts";
import { compile } from "../../../../lib/predictor/gradient/wasm/build.ts";
import { wasmEngine } from "../../../../lib/predictor/gradient/wasm/wasm_engine.ts";
import { M4, MODELS, TWO_STATES } from "./gradient_cases.ts";

test("wasmEngine() gives the reference's T_O and slope bit for bit, law after law in one memory", () => {
  for (const unit of ["sweep", "step"] as const) {
    const kept = new SingleSiteTime(wasmEngine(), unit, 1e-13);
    // The larger model first, so that the others find its remains in the memory.
    for (const model of [M4, TWO_STATES, ...Object.values(MODELS)]) {
      const space = stateSpace(model), got = kept.evaluate(space);
      const expected = new SingleSiteTime(referenceEngine(), unit, 1e-13).evaluate(space);
      expect(got.totalObservableTime).toBe(expected.totalObservableTime);
      expect(got.slope).toEqual(expected.slope);
    }
  }
});

test("wasmEngine() reports a solve that does not end, as the reference does", () => {
  for (const engine of [wasmEngine(), referenceEngine()]) {
    const data = engine.reserve(64);
    data.fill(0);
    // One flip between two states at rate ½; f = ±1.
    data.set([0.5, 0.5, 0.5, 0.5, 1, 1, -1, -1]);
    const shape = { size: 2, flips: 1, rates: 0, weights: 2 };
    expect(engine.solve(shape, 4, 8, 12, 1e-13, 0)).toBe(-1);
    expect(engine.solve(shape, 4, 8, 12, 1e-13, 5)).toBe(1);
    expect([...data.subarray(8, 12)]).toEqual([1, 1, -1, -1]);
    data[4] = NaN;
    expect(engine.solve(shape, 4, 8, 12, 1e-13, 5)).toBe(-1);
  }
});

test("compile() reproduces the committed binary byte for byte", async () => {
  const committed = fileURLToPath(new URL("../../../../lib/predictor/gradient/wasm/binary.ts", import.meta.url));
  expect(await compile()).toBe(readFileSync(committed, "utf8"));
});
