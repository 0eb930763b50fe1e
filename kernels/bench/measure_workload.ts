import { messageOf } from "../protocol/message_of.ts";
import { judgeLaws } from "./law.ts";
import type { BenchRow, NotRun } from "./report.ts";
import type { MeanEnergy, Measurement, Session, Subject } from "./subject.ts";
import type { Workload } from "./workload.ts";

/** A row with the sampler that it is of. */
export interface MeasuredRow extends BenchRow {
  readonly subject: Subject;
  readonly version: string | null;
}

/** How a workload is timed. */
export interface MeasureOptions {
  readonly repetitions: number;
  /** Of each repetition. */
  readonly seconds: number;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
  /** What else takes a turn in every repetition. */
  readonly beside?: (workload: Workload) => Promise<void>;
}

interface Open {
  readonly subject: Subject;
  readonly session: Session;
  readonly energy: MeanEnergy;
  readonly measured: Measurement[];
}

/**
 * Times samplers on one workload. All are made ready first; then they take turns, one repetition each, so that what else the
 * machine does falls on all alike. A sampler that fails is left out with its reason, and the others go on.
 *
 * @param workload The workload.
 * @param subjects The samplers; those that do not take it are passed over.
 * @param options How often and how long.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ising } from "../../lib/model/mod.ts";
 * import { ownSubjects } from "./own_subjects.ts";
 * const model = ising({ n: 3, edges: [[0, 1]], weights: [1], beta: 1 });
 * const options = { repetitions: 3, seconds: 0.01, progress: () => {}, signal: new AbortController().signal };
 * const subjects = ownSubjects(1).filter(({ name }) => name === "reference");
 * const { rows } = await measureWorkload({ name: "small", model, chains: 8, grid: null }, subjects, options);
 * assert.equal(rows[0]!.repetitions.length, 3);
 * ```
 */
export async function measureWorkload(
  workload: Workload,
  subjects: readonly Subject[],
  options: MeasureOptions,
): Promise<{ readonly rows: readonly MeasuredRow[]; readonly notRun: readonly NotRun[] }> {
  const { repetitions, seconds, progress, signal } = options;
  const open: Open[] = [], notRun: NotRun[] = [];
  const leaveOut = ({ name, threads }: Subject, error: unknown): void => {
    notRun.push({ name, workload: workload.name, threads, reason: messageOf(error) });
  };
  try {
    for (const subject of subjects.filter(({ takes }) => takes(workload))) {
      if (signal.aborted) break;
      progress(`${workload.name}: ${label(subject)} …`);
      let session: Session | null = null;
      try {
        session = await subject.open(workload);
        open.push({ subject, session, energy: await session.law(), measured: [] });
      } catch (error) {
        await session?.close();
        leaveOut(subject, error);
      }
    }
    for (let k = 0; k < repetitions; k++) {
      if (signal.aborted) break;
      progress(`${workload.name}: repetition ${k + 1} of ${repetitions} …`);
      await options.beside?.(workload);
      for (const entry of [...open]) {
        try {
          entry.measured.push(await entry.session.measure(seconds));
        } catch (error) {
          open.splice(open.indexOf(entry), 1);
          leaveOut(entry.subject, error);
          await entry.session.close();
        }
      }
    }
  } finally {
    await Promise.all(open.map(({ session }) => session.close()));
  }
  const done = open.filter(({ measured }) => measured.length > 0);
  const laws = judgeLaws(done.map(({ energy }) => energy));
  return { rows: done.map((entry, k) => ({ ...row(workload, entry), law: laws[k]! })), notRun };
}

/** The sampler and its threads, as lines name it. */
function label({ name, threads }: Subject): string {
  return `${name}, ${threads} thread${threads === 1 ? "" : "s"}`;
}

function row({ name, chains }: Workload, { subject, session, energy, measured }: Open): Omit<MeasuredRow, "law"> {
  const rates = measured.map(({ updates, wallSeconds }) => updates / wallSeconds);
  const undecided = measured.flatMap(({ undecidedShare }) => undecidedShare === null ? [] : [undecidedShare]);
  return {
    subject,
    version: session.version,
    workload: name,
    threads: subject.threads,
    chains,
    updatesPerSecond: median(rates),
    updatesPerCpuSecond: median(measured.map(({ updates, cpuSeconds }) => updates / cpuSeconds)),
    repetitions: rates,
    undecidedShare: undecided.length === 0 ? null : median(undecided),
    energyPerSpin: energy.mean,
    energyError: energy.error,
    formulation: session.formulation,
  };
}

/**
 * The middle of the values, or the mean of the two in the middle.
 *
 * @param values At least one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3])], [2, 2.5]);
 * ```
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
