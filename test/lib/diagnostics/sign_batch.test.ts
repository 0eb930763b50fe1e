import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createSignBatch, type SignBatch } from "../../../lib/diagnostics/sign_batch.ts";
import { chainGroups, WORD_PAST, WORD_ROW } from "../../../lib/diagnostics/sign_batch_layout.ts";
import { compile, sources } from "../../../lib/diagnostics/wasm/build.ts";
import { createStream } from "../../../lib/random/mod.ts";

const SPINS = 5, PAIRS = [[0, 1], [1, 2], [2, 3], [0, 4], [3, 4], [3, 0]];
const NAMES = ["words", "bytes", "blocks", "sums", "spinSums", "counts"] as const;

function batch(chains: number, engine: "wasm" | "reference"): SignBatch {
  return createSignBatch({ spins: SPINS, chains, observables: PAIRS.length }, Int32Array.from(PAIRS.flat()), engine);
}

/** Fills the first sweeps with the same words in every batch; `density` is the share of minus signs. */
function fill(batches: readonly SignBatch[], chains: number, sweeps: number, density: number, seed: number): void {
  const stream = createStream(seed, "test");
  for (let g = 0; g < chainGroups(chains); g++) {
    for (let i = 0; i < SPINS - 1; i++) {
      for (let t = 0; t < sweeps; t++) {
        let word = 0;
        for (let c = 32 * g; c < Math.min(chains, 32 * g + 32); c++) {
          if (stream.uniform() < density) word |= 1 << (c & 31);
        }
        for (const { views } of batches) views.words[(g * SPINS + i) * WORD_ROW + WORD_PAST + t] = word;
      }
    }
  }
}

function differences(x: SignBatch, y: SignBatch): string[] {
  return NAMES.filter((name) => x.views[name].some((value, k) => value !== y.views[name][k]));
}

describe("createSignBatch()", () => {
  test("counts the same in WASM and in plain TypeScript, bit for bit, batch after batch", () => {
    for (
      const [chains, density] of [[1, 0.5], [5, 0.1], [8, 0.5], [17, 0.9], [32, 0.5], [33, 0.5], [70, 0.3]] as const
    ) {
      const wasm = batch(chains, "wasm"), reference = batch(chains, "reference");
      for (const sweeps of [512, 512, 512, 512, 512, 301, 0, 1, 64]) {
        fill([wasm, reference], chains, sweeps, density, 100 * chains + sweeps);
        wasm.count(sweeps);
        reference.count(sweeps);
        expect(differences(wasm, reference), `${chains} chains, ${sweeps} sweeps`).toEqual([]);
        wasm.advance();
        reference.advance();
        expect(differences(wasm, reference)).toEqual([]);
      }
    }
  });

  test("counts the same where every count is at its largest", () => {
    // A pair that alternates is unequal at every odd lag, and one that stays at −1 has the largest sums.
    const wasm = batch(32, "wasm"), reference = batch(32, "reference");
    for (let repeat = 0; repeat < 6; repeat++) {
      for (const { views } of [wasm, reference]) {
        for (let t = 0; t < 512; t++) {
          views.words[WORD_PAST + t] = t % 2 ? ~0 : 0;
          views.words[3 * WORD_ROW + WORD_PAST + t] = ~0;
        }
      }
      wasm.count(512);
      reference.count(512);
      expect(differences(wasm, reference)).toEqual([]);
      wasm.advance();
      reference.advance();
    }
    expect(reference.views.counts[0 * 96 + 1]).toBe(32 * 512);
    expect(reference.views.counts[4 * 96 + 32 + 31]).toBe(32 * 64 * 64);
    expect(reference.views.counts[4 * 96 + 64 + 31]).toBe(32 * 8 * 64 * 64);
  });

  test("the comparison sees one flipped bit of one chain", () => {
    const wasm = batch(33, "wasm"), reference = batch(33, "reference");
    fill([wasm, reference], 33, 512, 0.5, 3);
    reference.views.words[(SPINS + 1) * WORD_ROW + WORD_PAST + 77]! ^= 1;
    wasm.count(512);
    reference.count(512);
    expect(differences(wasm, reference)).toEqual([...NAMES]);
  });
});

describe("the WASM build", () => {
  test("compile() gives the committed WASM binary again, byte for byte", async () => {
    const committed = fileURLToPath(new URL("../../../lib/diagnostics/wasm/binary.ts", import.meta.url));
    expect(await compile()).toBe(readFileSync(committed, "utf8"));
  });

  test("the compiled module differs when one operation of its source differs", async () => {
    const text = sources().get("sign_batch.ts")!;
    const changed = text.replace("eights = i8x16.add(eights,", "eights = i8x16.sub(eights,");
    expect(changed).not.toBe(text);
    expect(await compile(new Map([["sign_batch.ts", changed]]))).not.toBe(await compile());
  });
});
