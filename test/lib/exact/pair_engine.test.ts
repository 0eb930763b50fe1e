import { expect, test } from "vitest";
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { flipRates } from "../../../lib/exact/flip_rates.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { createPairEngine } from "../../../lib/exact/pair_engine.ts";
import type { ExactBackend, PairEngine } from "../../../lib/exact/pair_engine.ts";
import { sectors } from "../../../lib/exact/sector.ts";
import type { Sector } from "../../../lib/exact/sector.ts";
import { compile } from "../../../lib/exact/wasm/build.ts";
import { PAIR_KERNEL_BINARY } from "../../../lib/exact/wasm/binary.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { randomIsing, uniforms } from "../support/random_models.ts";

/** Every operation of the engine, by name; vector 0 is the argument. */
const OPERATIONS: Readonly<Record<string, (engine: PairEngine, spin: number) => void>> = {
  generator: (engine) => engine.generator(0, 1),
  transposedGenerator: (engine) => engine.transposedGenerator(0, 1),
  resample: (engine, spin) => engine.resample(spin, 0),
  transposedResample: (engine, spin) => engine.transposedResample(spin, 0),
  windowAdd: (engine) => engine.windowAdd(0, 1, 3, 2, 3),
  relax: (engine) => engine.relax(0, 1, 1 / 7, 2),
};

/** The vectors after one operation on random ones, as bits. */
function run(
  model: EnergyModel,
  sector: Sector,
  backend: ExactBackend,
  operate: (engine: PairEngine) => void,
  rule: "heat-bath" | "metropolis",
  draw = 17,
): string[][] {
  const engine = createPairEngine(sector, flipRates(model, sector, rule), 4, backend);
  const next = uniforms(draw);
  for (const vector of engine.vectors) vector.forEach((_, s) => vector[s] = 2 * next() - 1);
  operate(engine);
  return engine.vectors.map((vector) =>
    Array.from(new BigUint64Array(vector.slice().buffer), (bits) => bits.toString(16))
  );
}

// Both backends do the same operations in the same order, without fused multiply–add, so that no tolerance is needed.
for (const operation of Object.keys(OPERATIONS)) {
  test(`${operation} in WASM equals the reference bit for bit, 0 to 7 free spins, every parity and spin`, () => {
    let compared = 0;
    for (const n of [1, 2, 3, 4, 5, 6, 7]) {
      for (const bias of ["none", "random"] as const) {
        const model = randomIsing(n, { n, beta: 0.9, bias, density: 0.7 });
        for (const sector of sectors(model, boltzmannLaw(model))) {
          for (const rule of ["heat-bath", "metropolis"] as const) {
            for (let spin = 0; spin < n; spin++) {
              const act = (engine: PairEngine): void => OPERATIONS[operation]!(engine, spin);
              expect(run(model, sector, "wasm", act, rule), `n ${n}, ${sector.parity}, ${rule}, spin ${spin}`)
                .toEqual(run(model, sector, "reference", act, rule));
              compared++;
            }
          }
        }
      }
    }
    expect(compared).toBe(28 * 2 * 3);
  });
}

test("windowAdd in WASM equals the reference bit for bit on a single state, over 200 draws", () => {
  const model = randomIsing(1, { n: 1, beta: 0.9, bias: "zero" });
  for (const sector of sectors(model, boltzmannLaw(model))) {
    for (let draw = 1; draw <= 200; draw++) {
      const act = (engine: PairEngine): void => engine.windowAdd(0, 1, 3, 2, 3);
      expect(run(model, sector, "wasm", act, "heat-bath", draw))
        .toEqual(run(model, sector, "reference", act, "heat-bath", draw));
    }
  }
});

test("the comparison in bits sees a last-place difference of one operation", () => {
  const model = randomIsing(3, { n: 3, beta: 0.9, bias: "random", density: 1 });
  const [sector] = sectors(model, boltzmannLaw(model));
  const exact = run(model, sector!, "reference", (engine) => engine.relax(0, 1, 1 / 7, 2), "heat-bath");
  const off = run(model, sector!, "reference", (engine) => engine.relax(0, 1, 1 / 7 + 2 ** -55, 2), "heat-bath");
  expect(off).not.toEqual(exact);
});

test("compile() gives the committed WASM binary again, byte for byte", async () => {
  const committed = readFileSync(
    fileURLToPath(new URL("../../../lib/exact/wasm/binary.ts", import.meta.url)),
    "utf8",
  );
  expect(await compile()).toBe(committed);
});

test("the compiled module differs when one operation of its source differs", async () => {
  const source = fileURLToPath(new URL("../../../lib/exact/wasm/assembly/pair_kernel.ts", import.meta.url));
  const text = readFileSync(source, "utf8");
  expect(text).toContain("f64x2.sub(v128.load(x + k), f64x2.mul(c,");
  const changed = text.replace("f64x2.sub(v128.load(x + k), f64x2.mul(c,", "f64x2.add(v128.load(x + k), f64x2.mul(c,");
  const { default: asc } = await import("assemblyscript/asc");
  const build = async (code: string): Promise<string> => {
    let binary = "";
    const { error } = await asc.main(
      // The settings of `compile()`.
      "pair_kernel.ts --outFile pair_kernel.wasm -O3 --noAssert --runtime stub --enable simd --initialMemory 1".split(
        " ",
      ),
      {
        readFile: (name) => name === "pair_kernel.ts" ? code : null,
        writeFile: (_, contents) => {
          binary = Buffer.from(contents as unknown as Uint8Array).toString("base64");
        },
        listFiles: () => [],
      },
    );
    expect(error).toBe(null);
    return binary;
  };
  expect(await build(text)).toBe(PAIR_KERNEL_BINARY);
  expect(await build(changed)).not.toBe(PAIR_KERNEL_BINARY);
});
