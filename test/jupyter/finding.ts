/** What one check has found, one line of the report. */
export interface Finding {
  readonly status: "ok" | "FAIL" | "NOT RUN";
  /** What was checked. */
  readonly name: string;
  /** The numbers, the fault, or the reason why it was not run. */
  readonly detail: string;
}

/** Takes a finding as soon as it is there. */
export type Report = (finding: Finding) => void;

/** A finding that is good when `holds`. */
export function finding(name: string, holds: boolean, detail: string): Finding {
  return { status: holds ? "ok" : "FAIL", name, detail };
}

/** A finding of something that could not be checked here. */
export function notRun(name: string, reason: string): Finding {
  return { status: "NOT RUN", name, detail: reason };
}

/** One line. */
export function lineOf({ status, name, detail }: Finding): string {
  return `${status.padEnd(7)} ${name}: ${detail.replaceAll(/\s*\n\s*/g, " | ")}`;
}

/** Hands a failed finding over when `check` throws, so that the checks after it still run. */
export async function guarded(name: string, report: Report, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    report(finding(name, false, (error as Error).message.slice(0, 600)));
  }
}
