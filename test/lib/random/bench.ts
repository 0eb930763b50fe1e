// Times the generators beside one another: `deno run -A test/lib/random/bench.ts`. Prints
// nanoseconds of CPU time per random number of 16 bits, the median of eleven repetitions taken in turn.
import { cpus } from "node:os";
import process from "node:process";
import { ChainUniforms } from "../../../lib/random/chain_uniforms.ts";
import { philox4x32 } from "../../../lib/random/philox.ts";
import { compileVectorGenerators } from "./weave_simd.ts";

const REPETITIONS = 11;
// 512 sites fill 32 KiB, so that the store stays in the first cache as it would in a sampler.
const SITES = 512;

const vector = await compileVectorGenerators();
const uniforms = new ChainUniforms(2024), out16 = new Uint16Array(32), out32 = new Uint32Array(16);
const counter = new Uint32Array(4), key = Uint32Array.of(1, 2), out = new Uint32Array(4);

/** Each case makes 32·SITES numbers of 16 bits (or as many bits in wider numbers) a call; `calls` of them are timed together. */
const CASES: readonly { name: string; calls: number; run: (call: number) => void }[] = [
  { name: "WASM SIMD weave4x32", calls: 2000, run: (n) => vector.weave(0, 2024, 0, n, 0, SITES) },
  { name: "WASM SIMD pcg4d and closing shift", calls: 2000, run: (n) => vector.pcg4d(0, 2024, 0, n, SITES) },
  { name: "WASM SIMD Philox4x32-10", calls: 400, run: (n) => vector.philox(1, 2, n, 0, SITES) },
  { name: "WASM SIMD xoshiro128++, two streams", calls: 2000, run: (n) => vector.xoshiro(n + 1, SITES) },
  {
    name: "TypeScript weave4x32, fill16",
    calls: 100,
    run: (n) => {
      for (let site = 0; site < SITES; site++) uniforms.fill16(0, n, site, out16);
    },
  },
  {
    name: "TypeScript weave4x32, fill32",
    calls: 100,
    run: (n) => {
      for (let site = 0; site < SITES; site++) uniforms.fill32(0, n, site, out32);
    },
  },
  {
    name: "TypeScript Philox4x32-10",
    calls: 20,
    run: (n) => {
      for (let k = 0; k < 4 * SITES; k++) {
        counter[0] = k;
        counter[1] = n;
        philox4x32(counter, key, out);
      }
    },
  },
];

const times = CASES.map(() => [] as number[]);
for (let repetition = -1; repetition < REPETITIONS; repetition++) {
  for (const [k, { calls, run }] of CASES.entries()) {
    const start = process.cpuUsage().user;
    for (let call = 0; call < calls; call++) run(call);
    // The first repetition only warms the compilers up.
    if (repetition >= 0) times[k]!.push((process.cpuUsage().user - start) * 1000 / (calls * 32 * SITES));
  }
}

const versions = process.versions as Readonly<Record<string, string | undefined>>;
console.log(`${cpus()[0]?.model}, ${versions["deno"] ? `Deno ${versions["deno"]}` : `Node ${versions["node"]}`}`);
console.log("ns of CPU time per 16 bits: median");
for (const [k, { name }] of CASES.entries()) {
  const sorted = times[k]!.sort((a, b) => a - b);
  console.log(`${name}: ${sorted[REPETITIONS >> 1]!.toFixed(3)}`);
}
