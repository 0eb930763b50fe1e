import { SizeError } from "../../../errors.ts";
import type { EngineTask } from "../../engine/engine.ts";
import type { IntegerWeights } from "../../plan/integer_weights.ts";
import { ADDRESS } from "./header.ts";
import { memoryPlan } from "./memory_plan.ts";
import type { KernelCall, Station, StationRequest } from "./station.ts";
import { type Unit, validLanes } from "./units.ts";

/** Bytes of samples that are made before they are fetched. */
const TRACE_BYTES = 2 ** 22;
/** A memory ends at 4 GiB; the rest is room for samples. */
const MEMORY_LIMIT = 3.5 * 2 ** 30;
/** Room before and after the spins of a single chain, since vectors of neighbours reach beyond its ends. */
const MARGIN = 64;

/** The chains of one thread: a kernel instance and the units in its memory. */
export interface Share {
  readonly load: (packed: Uint32Array) => void | Promise<void>;
  /** Adds the chains' bits to `packed`. */
  readonly store: (packed: Uint32Array) => void | Promise<void>;
  readonly setWeights: (weights: IntegerWeights) => void | Promise<void>;
  /** Advances the chains; adds their bits to the samples in `keep.out`. At most `batchSamples` samples in one call. */
  readonly run: (from: number, sweeps: number, stride: number, out: Uint32Array) => void | Promise<void>;
  readonly batchSamples: number;
  readonly undecided: () => number | Promise<number>;
  readonly close: () => void | Promise<void>;
}

/** Sets up the chains of one thread. What its memory cannot hold is a SizeError. */
export function createShare(task: EngineTask, units: readonly Unit[], createStation: () => Station): Share {
  const { spinCount: n } = task.sites;
  const siteBytes = units.some((unit) => unit.kind === "group" && unit.half < 0) ? 64 : 32;
  const unitBytes = units[0]!.kind === "chain"
    ? 64 * Math.ceil((2 * n + 2 * MARGIN) / 64)
    : 64 * Math.ceil(n * siteBytes / 64);
  const planOf = (weights: IntegerWeights): Uint8Array => memoryPlan(task, weights, siteBytes);
  const plan = planOf(task.weights);
  const groups = [...new Set(units.map(groupOf))], size = 4 * n * groups.length;
  let end = 64 * Math.ceil((ADDRESS.plan + plan.length) / 64);
  // Of several groups, the one in hand has its copy behind the plan; a single one always lies there.
  if (units.length > 1 && units[0]!.kind === "group") end += unitBytes;
  const total = end + units.length * unitBytes;
  if (total > MEMORY_LIMIT) {
    throw new SizeError(
      `Cannot start the wasm backend: ${task.chains} chains of ${n} spins take ${
        Math.ceil(total / 2 ** 20)
      } MiB a thread; use fewer chains or more threads`,
    );
  }
  const station = createStation();
  const spins = units.map((unit) => {
    const at = end + (unit.kind === "chain" ? MARGIN : 0);
    end += unitBytes;
    return at;
  });
  const trace = end, batchSamples = Math.max(1, Math.floor(TRACE_BYTES / size));
  const wordsOf = (unit: Unit): number => trace + 4 * n * groups.indexOf(groupOf(unit));
  const ask = (request: StationRequest) => station.perform(request);
  const done = (answer: Uint8Array[] | Promise<Uint8Array[]>) => after(answer, () => {});

  const sweep = (unit: Unit, k: number, from: number, sweeps: number, stride: number): KernelCall =>
    unit.kind === "chain"
      ? ["sweepChain", spins[k]!, unit.chain, from, sweeps, stride, wordsOf(unit), size]
      : ["sweepGroup", spins[k]!, unit.group, unit.half, valid(unit), from, sweeps, stride, wordsOf(unit), size];
  const valid = (unit: Unit & { kind: "group" }) => validLanes(unit.group, unit.half, task.chains);

  /** Adds samples as the kernels lay them to samples of all groups. */
  const add = (bytes: Uint8Array, samples: number, out: Uint32Array): void => {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const all = Math.ceil(task.chains / 32) * n;
    for (let s = 0; s < samples; s++) {
      groups.forEach((group, g) => {
        const to = s * all + group * n, at = (s * groups.length + g) * n;
        for (let i = 0; i < n; i++) out[to + i]! |= words[at + i]!;
      });
    }
  };

  const starting = ask({ size: trace + size, writes: [[ADDRESS.plan, plan]] });
  // The next call waits behind it, and hears of its failure.
  if (starting instanceof Promise) starting.catch(() => {});

  return {
    batchSamples,
    load: (packed) => {
      const bytes = new Uint8Array(size);
      groups.forEach((group, g) => {
        const words = packed.subarray(group * n, (group + 1) * n);
        bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), 4 * n * g);
      });
      const calls = units.map((unit, k): KernelCall =>
        unit.kind === "chain"
          ? ["unpackChain", spins[k]!, unit.chain & 31, wordsOf(unit)]
          : ["unpackGroup", spins[k]!, unit.half, wordsOf(unit)]
      );
      return done(ask({ size: trace + size, writes: [[trace, bytes]], calls }));
    },
    store: (packed) => {
      const calls = units.map((unit, k): KernelCall =>
        unit.kind === "chain"
          ? ["packChain", spins[k]!, unit.chain & 31, wordsOf(unit)]
          : ["packGroup", spins[k]!, unit.half, valid(unit), wordsOf(unit)]
      );
      const answer = ask({ size: trace + size, clear: [trace, size], calls, reads: [[trace, size]] });
      return after(answer, ([bytes]) => add(bytes!, 1, packed));
    },
    setWeights: (weights) => done(ask({ size: trace + size, writes: [[ADDRESS.plan, planOf(weights)]] })),
    run: (from, sweeps, stride, out) => {
      const samples = stride === 0 ? 0 : Math.floor(sweeps / stride), length = samples * size;
      const calls = units.map((unit, k) => sweep(unit, k, from, sweeps, stride));
      const answer = ask({
        size: trace + Math.max(size, length),
        clear: [trace, length],
        calls,
        reads: [[trace, length]],
      });
      return after(answer, ([bytes]) => add(bytes!, samples, out));
    },
    undecided: () =>
      after(
        ask({ reads: [[ADDRESS.undecided, 8]] }),
        ([bytes]) => Number(new DataView(bytes!.buffer, bytes!.byteOffset).getBigUint64(0, true)),
      ),
    close: station.close,
  };
}

/** Goes on with a value that is here or will be. */
export function after<A, B>(value: A | Promise<A>, next: (value: A) => B): B | Promise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function groupOf(unit: Unit): number {
  return unit.kind === "chain" ? unit.chain >>> 5 : unit.group;
}
