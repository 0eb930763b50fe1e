import process from "node:process";

const INTERVAL_MS = 1000;

/**
 * Waits for the end of the program that has started this one. Jupyter names itself in `JPY_PARENT_PID` where the kernel
 * is not to outlive it.
 *
 * @param parentPid The value of that variable; without one the promise never settles.
 * @param intervalMs How often to look, in milliseconds.
 */
export function parentEnded(parentPid: string | undefined, intervalMs: number = INTERVAL_MS): Promise<void> {
  const parent = Number(parentPid);
  if (!Number.isInteger(parent) || parent <= 1) return new Promise(() => {});
  const direct = process.ppid === parent;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      // The system gives orphans another parent; the id alone may have gone to another process.
      if (direct ? process.ppid === parent : exists(parent)) return;
      clearInterval(timer);
      resolve();
    }, intervalMs);
  });
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
