import { eventLoopTurns } from "../schedule/event_loop_turns.ts";
import type { Observer } from "../schedule/observer.ts";
import type { FullSchedule, Schedule } from "../schedule/schedule.ts";
import type { LadderRun } from "./ladder_run.ts";
import type { TemperingObserver } from "./tempering_observer.ts";

// As much as is shown at once.
const BATCH_WORDS = 2 ** 16;

/** How a tempering run is watched and stopped. */
export interface TemperingRunOptions {
  /** Shown the kept samples of the coldest rung; what they know as sweeps are rounds. */
  readonly observers?: readonly Observer[];
  /** Shown every round after the burn-in, with all rungs. */
  readonly roundObservers?: readonly TemperingObserver[];
  /** Called after every round. */
  readonly progress?: (roundsDone: number, rounds: number) => void;
  /** Stops the run after the stride in hand; what was reached is returned, and `remaining` resumes it. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a schedule of rounds. The event loop gets a turn now and then, so that a signal, a timer or an interrupt is heard; memory does
 * not depend on the length.
 */
export async function runRounds(
  run: LadderRun,
  schedule: FullSchedule,
  spinCount: number,
  options: TemperingRunOptions,
): Promise<{ readonly samples: number; readonly remaining: Schedule | null }> {
  const { burnIn, stride, sweeps: rounds } = schedule, { state } = run.round, { chains } = state;
  const observers = options.observers ?? [], coldest = state.spins.at(-1)!, size = coldest.length;
  const perBatch = Math.max(1, Math.min(Math.floor(BATCH_WORDS / size), schedule.samples));
  const trace = new Uint32Array(observers.length === 0 ? 0 : perBatch * size);
  const turn = eventLoopTurns();
  let done = 0, samples = 0, pending = 0, since = 0;

  const show = () => {
    if (pending === 0) return;
    const words = trace.subarray(0, pending * size);
    for (const observer of observers) {
      observer.observe({ words, samples: pending, chains, spinCount, sweep: since, stride });
    }
    pending = 0;
  };

  // A stride is not cut, so that what remains has its samples in the same rounds.
  const stops = () => options.signal?.aborted === true && (done < burnIn || (done - burnIn) % stride === 0);
  while (done < rounds && !stops()) {
    await run.advance();
    done++;
    if (done > burnIn) {
      for (const observer of options.roundObservers ?? []) observer.observeRound(run.round);
      if ((done - burnIn) % stride === 0) {
        samples++;
        if (observers.length > 0) {
          if (pending === 0) since = state.round;
          trace.set(coldest, pending++ * size);
          if (pending === perBatch) show();
        }
      }
    }
    options.progress?.(done, rounds);
    await turn();
  }
  show();
  const remaining = { burnIn: Math.max(0, burnIn - done), samples: schedule.samples - samples, stride };
  return { samples, remaining: done === rounds ? null : remaining };
}
