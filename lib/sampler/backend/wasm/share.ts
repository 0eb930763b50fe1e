import type { EngineTask } from "../../engine/engine.ts";
import { ADDRESS } from "./header.ts";
import type { KernelCall, Station, StationRequest } from "./station.ts";
import { type Unit, validLanes } from "./units.ts";

/** Bytes of samples that are made before they are fetched. */
const TRACE_BYTES = 2 ** 22;
/** Room before and after the spins of a single chain, since vectors of neighbours reach beyond its ends. */
const MARGIN = 64;

/** The chains of one thread: a kernel instance and the units in its memory. */
export interface Share {
  readonly load: (packed: Uint32Array) => void | Promise<void>;
  /** Adds the chains' bits to `packed`. */
  readonly store: (packed: Uint32Array) => void | Promise<void>;
  readonly setPlan: (plan: Uint8Array) => void | Promise<void>;
  /** Advances the chains; adds their bits to the samples in `keep.out`. At most `batchSamples` samples in one call. */
  readonly run: (from: number, sweeps: number, stride: number, out: Uint32Array) => void | Promise<void>;
  readonly batchSamples: number;
  readonly undecided: () => number | Promise<number>;
  readonly close: () => void | Promise<void>;
}

/** Bytes of memory that the units take beside the plan. */
export function spinBytes(units: readonly Unit[], spinCount: number): number {
  return units.reduce((sum, unit) => sum + unitBytes(unit, spinCount), 0);
}

function unitBytes(unit: Unit, spinCount: number): number {
  if (unit.kind === "chain") return 64 * Math.ceil((2 * spinCount + 2 * MARGIN) / 64);
  return spinCount * (unit.half < 0 ? 64 : 32) + (unit.half < 0 ? 0 : 32 * (spinCount & 1));
}

/** Sets up the chains of one thread. */
export function createShare(task: EngineTask, plan: Uint8Array, units: readonly Unit[], station: Station): Share {
  const { spinCount: n } = task.sites;
  const groups = [...new Set(units.map(groupOf))], size = 4 * n * groups.length;
  let end = 64 * Math.ceil((ADDRESS.plan + plan.length) / 64);
  const spins = units.map((unit) => {
    const at = end + (unit.kind === "chain" ? MARGIN : 0);
    end += unitBytes(unit, n);
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
    setPlan: (bytes) => done(ask({ size: trace + size, writes: [[ADDRESS.plan, bytes]] })),
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
