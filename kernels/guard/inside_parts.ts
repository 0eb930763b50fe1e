/**
 * What the functions that run inside the kernel share. They are sent there as source text one by one, so that they meet
 * in one object and not in a module.
 */
export interface InsideParts {
  /** The number of the run, which is that of the next cell as soon as the fence of the one before has been passed. */
  run: number;
  /** The timer whose callback has thrown the exception that is about to be reported. */
  throwing: { cell: number } | null;
  /** Timers that cells have started, by identifier. */
  timers: Map<unknown, { kind: string; cell: number; milliseconds: number }>;
  /** Workers that cells have started and not terminated. */
  workers: Set<{ terminate(): void }>;
  /** Called when a run begins. */
  onBegin: () => void;
  /** A function for what the running cell starts: whether an interrupt of that cell has been asked for. */
  stopFlag: () => () => boolean;
  /** The number of the run that was to be interrupted last, which is known while the main thread is busy. */
  interruptedRun: () => number;
  /** Called with the guard's word and the run's number when it asks for an interrupt. */
  onInterrupt: (line: string) => void;
  /** Whether a rejection's reason comes from an interrupt, which is no finding. */
  isInterrupt: (reason: unknown) => boolean;
  /** A promise of the value that an interrupt makes reject; a value that is no promise is given back. */
  wait: (value: unknown) => unknown;
  /** The same for each step of what `for await` runs over. */
  each: (iterable: unknown) => unknown;
  /** Sends a fence's token and report on every way out. */
  emit: (token: string, report: Record<string, unknown>) => Promise<void>;
  /** The guard's own immediates, which an interrupt leaves alone. */
  ownImmediates: Set<unknown>;
  /** Settles after the event loop has turned once. */
  turn: () => Promise<void>;
  /** Blocks until the guard says that it has received everything, or until the time is over. */
  waitForGuard: (milliseconds: number) => void;
}
