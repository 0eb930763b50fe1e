import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { compileAssembly } from "../../../../../lib/compile_assembly.ts";
import { FIELD_ONE } from "../../../../../lib/sampler/acceptance/fixed_field.ts";
import { logisticMantissa } from "../../../../../lib/sampler/acceptance/logistic_mantissa.ts";
import { probabilityWord } from "../../../../../lib/sampler/acceptance/compare.ts";
import { createReferenceEngine } from "../../../../../lib/sampler/backend/reference/reference_engine.ts";
import { compile, sources } from "../../../../../lib/sampler/backend/wasm/build.ts";
import {
  COARSE_SCALES,
  cutOf,
  factorOf,
  FINE_SCALES,
  narrowScale,
  OPEN_MARGIN,
  scaleError,
} from "../../../../../lib/sampler/backend/wasm/field_scale.ts";
import { ADDRESS } from "../../../../../lib/sampler/backend/wasm/header.ts";
import { chooseBuild, wasmAvailability } from "../../../../../lib/sampler/backend/wasm/kernel_build.ts";
import { PLAIN_BINARY } from "../../../../../lib/sampler/backend/wasm/plain_binary.ts";
import { RELAXED_BINARY } from "../../../../../lib/sampler/backend/wasm/relaxed_binary.ts";
import { createPlanner } from "../../../../../lib/sampler/backend/wasm/planner.ts";
import { createShare } from "../../../../../lib/sampler/backend/wasm/share.ts";
import { bytesOf, createMemory } from "../../../../../lib/sampler/backend/wasm/station.ts";
import {
  approximateThreshold,
  createThresholdTable,
  thresholdBytes,
  thresholdError,
  UNIT,
} from "../../../../../lib/sampler/backend/wasm/threshold_table.ts";
import { digest, openGrid, startOf, taskOf } from "./tasks.ts";

/** The signed 16-bit number at which the exact routine needs further bits: below it the spin becomes +1, above it −1. */
function exactThreshold(field: number): number {
  const size = Math.abs(field), whole = Math.floor(size / FIELD_ONE);
  const digits = probabilityWord(logisticMantissa(whole, size - whole * FIELD_ONE), whole, 0) >>> 16;
  return field < 0 ? digits - 32768 : 32767 - digits;
}

/** The largest distance of the threshold from the exact one over all fields of 16 bits at a scale. */
function largestDistance(scale: number, table = createThresholdTable(Math.max(scale, UNIT))): number {
  const factor = factorOf(scale), cut = cutOf(scale);
  let worst = 0;
  for (let c = -32767; c <= 32767; c++) {
    const value = approximateThreshold(table, Math.min(Math.abs(c), cut) * factor);
    const field = Math.round((c * FIELD_ONE) / (scale * Math.LN2));
    worst = Math.max(worst, Math.abs((c < 0 ? ~value : value) - exactThreshold(field)));
  }
  return worst;
}

describe("scaleError() bounds the distance from the exact integer threshold", () => {
  test.each([...FINE_SCALES, ...COARSE_SCALES])("over every 16-bit field at the scale %d", (scale) => {
    // The exact threshold is an integer part, so one more.
    expect(largestDistance(scale)).toBeLessThanOrEqual(scaleError(scale) + 1);
  });

  test("and a table with one entry off is beyond the bound of the right one", () => {
    const wrong = createThresholdTable();
    wrong.coefficients[0][3]! += 80;
    expect(largestDistance(4096, wrong)).toBeGreaterThan(scaleError(4096) + 1);
    expect(thresholdError(wrong)).toBeGreaterThan(scaleError(4096));
  });
});

test("the kernels of both builds compute approximateThreshold() for every size and sign", async () => {
  const found = wasmAvailability(), table = createThresholdTable();
  const source = `
    import { threshold } from "./threshold";
    export function all(tables: usize, out: usize): void {
      const t0 = v128.load(tables), t1 = v128.load(tables, 16), t2 = v128.load(tables, 32);
      for (let c: i32 = -32767; c <= 32767; c++) {
        const field = i16x8.splat(<i16>c);
        const value = threshold(i16x8.abs(field), field, t0, t1, t2, i16x8.splat(0x0101), i16x8.splat(0x0800));
        store<i16>(out + (<usize>(c + 32767) << 1), i16x8.extract_lane_s(value, 5));
      }
    }`;
  for (const features of [["threads", "simd"], ["threads", "simd", "relaxed-simd"]]) {
    if (features.length > 2 && !("build" in found && found.build === "relaxed")) {
      console.log("NOT RUN: relaxed vector instructions, which this engine does not have");
      continue;
    }
    const binary = await compileAssembly(new Map([...sources(), ["index.ts", source]]), "index.ts", features);
    const memory = createMemory(true);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(binary)), {
      env: { memory, abort: () => {} },
    });
    bytesOf(memory, 5 * 65536).set(thresholdBytes(table), 1024);
    (exports.all as (tables: number, out: number) => void)(1024, 65536);
    const expected = Int16Array.from({ length: 65535 }, (_, k) => {
      const value = approximateThreshold(table, Math.abs(k - 32767));
      return k < 32767 ? ~value : value;
    });
    expect(new Int16Array(memory.buffer, 65536, 65535)).toEqual(expected);
  }
});

test("narrowScale() gives margins that cover what the rounding of weights can move a field", () => {
  const task = taskOf(openGrid()), { sites, weights } = task;
  for (const p of [0, 17, 1800, 3599]) {
    for (const scales of [FINE_SCALES, COARSE_SCALES]) {
      const { scale, margin } = narrowScale(sites, weights, p, scales), unit = (scale * Math.LN2) / FIELD_ONE;
      if (margin === OPEN_MARGIN) continue;
      const parameters = [weights.biases[p]!, ...weights.couplings.slice(sites.rows[p]!, sites.rows[p + 1]!)];
      const off = parameters.reduce((sum, value) => sum + Math.abs(value * unit - Math.round(value * unit)), 0);
      // Half of 2^15, the largest slope of 32768·tanh(z/2), is what one unit of z moves the threshold.
      const needed = scaleError(scale) + (16384 / scale) * off + 1;
      expect(margin).toBeGreaterThanOrEqual(needed);
      expect(margin).toBeLessThanOrEqual(needed + 2);
    }
  }
});

/** Reads a word of a plan and calls back for every segment of its blocks. */
function eachSegment(plan: Uint8Array, act: (word: (at: number) => number, segment: number) => void): void {
  const view = new DataView(plan.buffer, plan.byteOffset);
  const word = (at: number) => view.getUint32(at - ADDRESS.plan, true), table = word(word(ADDRESS.members));
  for (let at = word(table); at < word(table + 8 * word(ADDRESS.blockCount)); at += 32) act(word, at);
}

describe("the chains differ from the reference's", () => {
  const task = taskOf(openGrid());
  const run = async (change: (plan: Uint8Array) => void): Promise<string> => {
    const units = [{ kind: "group", group: 0 }] as const, plan = createPlanner(task)(task.weights)(1);
    const share = createShare(task, units, plan, chooseBuild("plain").module, []);
    change(bytesOf(share.memory, 0).subarray(ADDRESS.plan));
    share.load(startOf(task));
    await share.run(5, 6, 0, new Uint32Array(0));
    const last = new Uint32Array(3600);
    share.store(last);
    return digest(last);
  };
  const last = new Uint32Array(3600), engine = createReferenceEngine(task);
  engine.load(startOf(task));
  engine.run(5, 6);
  engine.store(last);
  const reference = digest(last);

  test("not with the plan as it is", async () => {
    expect(await run(() => {})).toBe(reference);
  });
  test("when one entry of each table is off by 256", async () => {
    const seen = new Set<number>();
    const change = (plan: Uint8Array) =>
      eachSegment(plan, (word, at) => {
        if (!seen.has(word(at + 24))) plan[word(at + 24) - ADDRESS.plan + 8]!++;
        seen.add(word(at + 24));
      });
    expect(await run(change)).not.toBe(reference);
    expect(seen.size).toBeGreaterThan(3);
  });
  test("when no margin is left", async () => {
    const change = (plan: Uint8Array) =>
      eachSegment(plan, (word, at) => {
        for (let job = word(at + 4); job < word(at + 8); job += 32) {
          plan.fill(0, job + 16 - ADDRESS.plan, job + 20 - ADDRESS.plan);
        }
      });
    expect(await run(change)).not.toBe(reference);
  });
});

describe("compile()", () => {
  const constant = (text: string): string =>
    [...text.matchAll(/"([A-Za-z0-9+/=]+)"/g)].map(([, part]) => part).join("");
  test.each([["plain", PLAIN_BINARY], ["relaxed", RELAXED_BINARY]] as const)(
    "gives the committed %s binary again, byte for byte",
    async (build, committed) => {
      expect(constant(await compile(build))).toBe(committed);
    },
  );
  test("gives another binary when one operation of the sources differs", async () => {
    // A few kernels only: the compiler takes seconds for all.
    const few = new Map([...sources(), ["index.ts", 'export { packChain } from "./chain_sweeps";']]);
    const text = few.get("chain_sweeps.ts")!;
    expect(text).toContain("=== 0) << bit");
    const changed = new Map([...few, ["chain_sweeps.ts", text.replace("=== 0) << bit", "!== 0) << bit")]]);
    const binary = constant(await compile("plain", changed));
    expect(binary).not.toBe(constant(await compile("plain", few)));
    expect(Buffer.from(binary, "base64").subarray(0, 4).toString("latin1")).toBe("\0asm");
  });
});
