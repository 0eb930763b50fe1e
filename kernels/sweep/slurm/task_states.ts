/** What Slurm says of one task of a job array. */
export interface TaskState {
  /** Such as `PENDING`, `RUNNING`, `COMPLETED`, `TIMEOUT`. */
  readonly state: string;
  /** Code and signal, as in `1:0`; "" where Slurm does not say. */
  readonly exitCode: string;
}

const GOING_ON = new Set([
  "CONFIGURING",
  "COMPLETING",
  "PENDING",
  "REQUEUED",
  "REQUEUE_FED",
  "REQUEUE_HOLD",
  "RESIZING",
  "RESV_DEL_HOLD",
  "RUNNING",
  "SIGNALING",
  "SPECIAL_EXIT",
  "STAGE_OUT",
  "STOPPED",
  "SUSPENDED",
]);

/**
 * Whether a task in this state has ended.
 *
 * @param state As Slurm names it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["RUNNING", "NODE_FAIL", "OUT_OF_MEMORY"].map(hasEnded), [false, true, true]);
 * ```
 */
export function hasEnded(state: string): boolean {
  return !GOING_ON.has(state);
}

/**
 * The states of an array's tasks from `sacct --noheader --parsable2 --allocations --format=JobID,State,ExitCode`.
 *
 * @param text What it printed.
 * @returns By the task's index.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const states = accountedStates("12_0|COMPLETED|0:0\n12_1|CANCELLED by 0|0:15\n12_[2-3]|PENDING|0:0\n");
 * assert.deepEqual([...states.keys()], [0, 1, 2, 3]);
 * assert.equal(states.get(1)!.state, "CANCELLED");
 * ```
 */
export function accountedStates(text: string): Map<number, TaskState> {
  const states = new Map<number, TaskState>();
  for (const line of text.split("\n")) {
    const [id = "", state = "", exitCode = ""] = line.split("|");
    const indices = /^\d+_(.+)$/.exec(id)?.[1];
    if (indices === undefined) continue;
    for (const index of indicesOf(indices)) states.set(index, { state: firstWord(state), exitCode });
  }
  return states;
}

/**
 * The same from `scontrol show job --oneliner`.
 *
 * @param text What it printed.
 * @returns By the task's index.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const line = (task: string, state: string) =>
 *   `JobId=9 ArrayJobId=9 ArrayTaskId=${task} JobName=a JobState=${state} Reason=None ExitCode=0:0\n`;
 * const states = controlledStates(line("0", "RUNNING") + line("1-2%4", "PENDING"));
 * assert.deepEqual([...states].map(([index, { state }]) => [index, state]), [[0, "RUNNING"], [1, "PENDING"], [2, "PENDING"]]);
 * ```
 */
export function controlledStates(text: string): Map<number, TaskState> {
  const states = new Map<number, TaskState>();
  for (const line of text.split("\n")) {
    const field = (name: string): string | undefined => new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(line)?.[1];
    const indices = field("ArrayTaskId"), state = field("JobState");
    if (indices === undefined || state === undefined) continue;
    for (const index of indicesOf(indices)) states.set(index, { state, exitCode: field("ExitCode") ?? "" });
  }
  return states;
}

/** `3`, `[0-2,5]` and `0-6:2%4`, as Slurm writes sets of indices. */
function indicesOf(text: string): number[] {
  return text.replace(/[[\]]/g, "").replace(/%\d+$/, "").split(",").flatMap((part) => {
    const range = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part);
    if (range === null) return [];
    const first = Number(range[1]), last = Number(range[2] ?? first), step = Number(range[3] ?? 1);
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => first + k * step);
  });
}

function firstWord(text: string): string {
  // A state that does not fit its column ends in "+".
  return text.split(" ")[0]!.replace(/\+$/, "");
}
