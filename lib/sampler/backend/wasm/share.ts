import { SizeError } from "../../../errors.ts";
import type { EngineTask } from "../../engine/engine.ts";
import { ADDRESS } from "./header.ts";
import { roomOf } from "./room.ts";
import { spinsBytes } from "./segments.ts";
import { bytesOf, createMemory, type KernelCall, localStation } from "./station.ts";
import type { StartStation } from "./thread_station.ts";
import { type Unit, validLanes } from "./units.ts";

/** Bytes of samples that are made before they are fetched. */
const TRACE_BYTES = 2 ** 22;
/** A memory ends at 4 GiB; the rest is room for samples. */
const MEMORY_LIMIT = 3.5 * 2 ** 30;
/** Room before and after the spins of a single chain, since vectors of neighbours reach beyond its ends. */
const MARGIN = 64;

/** The chains of one memory, and the threads that sweep them: this one or a team. */
export interface Share {
  /** The plan begins at `ADDRESS.plan`. */
  readonly memory: WebAssembly.Memory;
  readonly load: (packed: Uint32Array) => void;
  /** Adds the chains' bits to `packed`. */
  readonly store: (packed: Uint32Array) => void;
  /** Other weights' plan takes the place of the one there is. */
  readonly setPlan: (plan: Uint8Array) => void;
  /** Advances the chains; adds their bits to the samples in `keep.out`. At most `batchSamples` samples in one call. */
  readonly run: (from: number, sweeps: number, stride: number, out: Uint32Array) => void | Promise<void>;
  readonly batchSamples: number;
  readonly undecided: () => number;
  readonly close: () => void | Promise<void>;
}

/**
 * Sets up chains in a memory of their own. They are swept on the threads that `starts` has stations on, as a team when these are
 * several, by a module for shared memory; on this one without any. The plan is one for so many members. What the memory cannot hold
 * is a SizeError.
 */
export function createShare(
  task: EngineTask,
  units: readonly Unit[],
  plan: Uint8Array,
  module: WebAssembly.Module,
  starts: readonly StartStation[],
): Share {
  const { spinCount: n } = task.sites, chainwise = units[0]!.kind === "chain";
  const threaded = starts.length > 0, team = Math.max(1, starts.length);
  const unitBytes = chainwise ? 64 * Math.ceil((2 * n + 2 * MARGIN) / 64) : spinsBytes(task.sites);
  const room = roomOf(task.sites);
  const groups = [...new Set(units.map(groupOf))], size = 4 * n * groups.length;
  const planEnd = 64 * Math.ceil((ADDRESS.plan + plan.length) / 64);
  // Of several groups, the one in hand has its copy behind the plan, for every member; a single one of one thread always lies there.
  const copies = chainwise || units.length * team === 1 ? 0 : team, spinsAt = planEnd + copies * unitBytes;
  const rooms = spinsAt + units.length * unitBytes, trace = rooms + team * room.bytes;
  if (trace > MEMORY_LIMIT) {
    throw new SizeError(
      `Cannot start the wasm backend: ${task.chains} chains of ${n} spins take ${
        Math.ceil(trace / 2 ** 20)
      } MiB a thread; use fewer chains or more threads`,
    );
  }
  const memory = createMemory(threaded), here = localStation(module, memory);
  const members = threaded ? starts.map((start) => start(module, memory)) : [here];
  const spins = units.map((_, k) => spinsAt + k * unitBytes + (chainwise ? MARGIN : 0));
  const roomAt = (member: number): number => rooms + member * room.bytes;
  const batchSamples = Math.max(1, Math.floor(TRACE_BYTES / size));
  const wordsOf = (unit: Unit): number => trace + 4 * n * groups.indexOf(groupOf(unit));
  const cleared = (length: number): Uint8Array =>
    bytesOf(memory, trace + length).subarray(trace, trace + length).fill(0);
  const enter = (member: number): KernelCall => ["enter", roomAt(member), member, team, room.bytes];

  const sweep = (unit: Unit, k: number, from: number, sweeps: number, stride: number): KernelCall =>
    unit.kind === "chain"
      ? ["sweepChain", spins[k]!, unit.chain, from, sweeps, stride, wordsOf(unit), size]
      : ["sweepGroup", spins[k]!, unit.group, valid(unit), from, sweeps, stride, wordsOf(unit), size];
  const valid = (unit: Unit & { kind: "group" }) => validLanes(unit.group, task.chains);

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

  bytesOf(memory, trace + size).set(plan, ADDRESS.plan);

  return {
    memory,
    batchSamples,
    load: (packed) => {
      const bytes = cleared(size);
      groups.forEach((group, g) => {
        const words = packed.subarray(group * n, (group + 1) * n);
        bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), 4 * n * g);
      });
      here.perform(
        units.map((unit, k): KernelCall =>
          unit.kind === "chain"
            ? ["unpackChain", spins[k]!, unit.chain & 31, wordsOf(unit)]
            : ["unpackGroup", spins[k]!, wordsOf(unit)]
        ),
      );
    },
    store: (packed) => {
      const bytes = cleared(size);
      here.perform(
        units.map((unit, k): KernelCall =>
          unit.kind === "chain"
            ? ["packChain", spins[k]!, unit.chain & 31, wordsOf(unit)]
            : ["packGroup", spins[k]!, valid(unit), wordsOf(unit)]
        ),
      );
      add(bytes, 1, packed);
    },
    setPlan: (other) => bytesOf(memory, 0).set(other, ADDRESS.plan),
    run: (from, sweeps, stride, out) => {
      const samples = stride === 0 ? 0 : Math.floor(sweeps / stride), bytes = cleared(samples * size);
      const calls = units.map((unit, k) => sweep(unit, k, from, sweeps, stride));
      const answers = members.map((station, member) => station.perform([enter(member), ...calls]));
      if (!threaded) return add(bytes, samples, out);
      return Promise.all(answers).then(() => add(bytes, samples, out));
    },
    undecided: () => {
      const view = new DataView(bytesOf(memory, 0).buffer);
      const counts = members.map((_, member) => Number(view.getBigUint64(roomAt(member), true)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    close: () => threaded ? Promise.all(members.map((station) => station.close())).then(() => {}) : undefined,
  };
}

function groupOf(unit: Unit): number {
  return unit.kind === "chain" ? unit.chain >>> 5 : unit.group;
}
