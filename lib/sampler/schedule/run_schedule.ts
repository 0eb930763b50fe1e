import { packedLength } from "../engine/packed_spins.ts";
import type { Engine } from "../engine/engine.ts";
import type { IntegerWeights } from "../plan/integer_weights.ts";
import { eventLoopTurns } from "./event_loop_turns.ts";
import type { Observer } from "./observer.ts";
import type { FullSchedule, Schedule } from "./schedule.ts";

// A batch is short enough to be stopped soon and to fit into a cache, and long enough that its overhead does not count.
const BATCH_WORDS = 2 ** 20, BATCH_UPDATES = 2 ** 25, REFERENCE_UPDATES = 2 ** 18;

/** How a run is watched and stopped. */
export interface RunOptions {
  readonly observers?: readonly Observer[];
  /** Called after every batch. */
  readonly progress?: (sweepsDone: number, sweeps: number) => void;
  /** Stops the run after the batch in hand; what was reached is returned, and `remaining` resumes it. */
  readonly signal?: AbortSignal;
}

/** What came of a run on an engine. */
export interface RunOutcome {
  readonly sweepsDone: number;
  readonly samples: number;
  /** Wall time on the engine, in seconds, without the observers. */
  readonly seconds: number;
  /** What is left to do, null when all is done. */
  readonly remaining: Schedule | null;
}

/** What a run needs to know of its chains. */
export interface RunTask {
  readonly engine: Engine;
  readonly chains: number;
  readonly spinCount: number;
  /** Sweeps completed before the run. */
  readonly sweep: number;
  /** The parameters at an inverse temperature, for schedules with one. */
  readonly weightsAt: (beta: number) => IntegerWeights;
  /** The parameters to leave behind. */
  readonly weights: IntegerWeights;
}

/**
 * Runs a schedule in batches: burn-in first, then strides, every kept sample shown to the observers. Between batches the event
 * loop gets a turn, so that a signal, a timer or an interrupt is heard.
 */
export async function runSchedule(task: RunTask, schedule: FullSchedule, options: RunOptions): Promise<RunOutcome> {
  const { engine, chains, spinCount } = task, { burnIn, stride, beta } = schedule;
  const size = packedLength(chains, spinCount), observers = options.observers ?? [];
  const updates = engine.backend === "reference" ? REFERENCE_UPDATES : BATCH_UPDATES;
  const longest = Math.max(1, Math.floor(updates / (chains * spinCount)));
  const perBatch = Math.max(1, Math.min(Math.floor(BATCH_WORDS / size), Math.floor(longest / stride)));
  const trace = new Uint32Array(schedule.samples === 0 ? 0 : size * Math.min(perBatch, schedule.samples));
  const turn = eventLoopTurns();
  let done = 0, samples = 0, milliseconds = 0, current = NaN;

  const advance = async (sweeps: number, keep?: Uint32Array) => {
    const began = performance.now();
    await sweepOn(sweeps, keep);
    milliseconds += performance.now() - began;
  };
  const sweepOn = async (sweeps: number, keep?: Uint32Array) => {
    if (beta === null) {
      await engine.run(task.sweep + done, sweeps, keep === undefined ? undefined : { stride, out: keep });
      done += sweeps;
      return;
    }
    for (let k = 0; k < sweeps; k++, done++) {
      const wanted = beta(done);
      if (wanted !== current) await engine.setWeights(task.weightsAt(current = wanted));
      await engine.run(task.sweep + done, 1);
      if (keep !== undefined && (k + 1) % stride === 0) {
        const at = (k + 1) / stride - 1;
        await engine.store(keep.subarray(at * size, (at + 1) * size));
      }
    }
  };

  try {
    while (done < schedule.sweeps && options.signal?.aborted !== true) {
      if (done < burnIn) {
        await advance(Math.min(longest, burnIn - done));
      } else {
        const kept = Math.min(perBatch, schedule.samples - samples), words = trace.subarray(0, kept * size);
        const sweep = task.sweep + done + stride;
        await advance(kept * stride, words);
        samples += kept;
        for (const observer of observers) {
          observer.observe({ words, samples: kept, chains, spinCount, sweep, stride });
        }
      }
      options.progress?.(done, schedule.sweeps);
      await turn();
    }
  } finally {
    if (beta !== null) await engine.setWeights(task.weights);
  }
  const start = done;
  const remaining: Schedule | null = done === schedule.sweeps ? null : {
    burnIn: Math.max(0, burnIn - done),
    samples: schedule.samples - samples,
    stride,
    ...(beta === null ? {} : { beta: (sweep: number) => beta(start + sweep) }),
  };
  return { sweepsDone: done, samples, seconds: milliseconds / 1000, remaining };
}
