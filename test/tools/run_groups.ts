import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import process from "node:process";

/** A program run for a part of the work. */
export interface Group {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** How a group ended: its exit status, all it printed, and how often the runtime itself broke down before. */
export interface GroupEnd {
  readonly group: Group;
  readonly status: number;
  readonly text: string;
  readonly breakdowns: number;
}

/** Signals that a process raises by its own doing. */
const OWN_SIGNALS = ["SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGSEGV"];

/**
 * Runs the groups side by side, as many as there are processors, and tells of each when it ends. TypeScript without foreign functions
 * cannot damage the memory of its process, so that a process which a signal of its own ended (SIGABRT, SIGSEGV) says nothing on what it
 * ran: such a group is run a second time, and the second end counts, whatever it is. A group that has failed is not run again.
 */
export async function runGroups(
  groups: readonly Group[],
  onEnd: (end: GroupEnd) => void,
  parallel: number = availableParallelism(),
): Promise<GroupEnd[]> {
  const ends: GroupEnd[] = [], waiting = [...groups];
  const lane = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      let { status, text, broke } = await runOnce(group), breakdowns = 0;
      if (broke) {
        breakdowns++;
        const again = await runOnce(group);
        status = again.status;
        text += again.text;
      }
      const end = { group, status, text, breakdowns };
      ends.push(end);
      onEnd(end);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return ends;
}

function runOnce({ command, args }: Group): Promise<{ status: number; text: string; broke: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => text += part);
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const broke = signal !== null && OWN_SIGNALS.includes(signal);
      resolve({ status: code ?? 1, text: signal === null ? text : `${text}ended by ${signal}\n`, broke });
    });
  });
}
