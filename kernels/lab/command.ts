/** Where a command writes; what it prints on `out` is its result, everything else goes to `err`. */
export interface Terminal {
  /** Standard output. */
  readonly out: (text: string) => void;
  /** Standard error. */
  readonly err: (text: string) => void;
  /** Aborts on Ctrl-C and on SIGTERM. */
  readonly signal: AbortSignal;
}

/** One subcommand of `lab`. */
export interface Command {
  /** What follows the command's name, line by line, and what it means. */
  readonly usage: string;
  /**
   * Runs the command.
   *
   * @param args The arguments behind the command's name.
   * @param terminal Where to write.
   * @returns The exit code.
   * @throws {InputError} For arguments and files that cannot be used; nothing has been written then.
   */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>;
}

/** Exit codes of `lab`. */
export const EXIT = { ok: 0, failed: 1, notChecked: 2, badInput: 64, interrupted: 130 } as const;
