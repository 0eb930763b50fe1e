import { describe, expect, test } from "vitest";
import { stopCell } from "../../../kernels/guard/interruption.ts";

const after = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
const never = new Promise<void>(() => {});

/** A cell whose kernel says "heard" and "done" as told; terminating ends it. */
async function stopped(heard: Promise<void>, done: Promise<void>): Promise<{ ended: boolean; terminated: boolean }> {
  let end = (): void => {}, terminated = false;
  const over = new Promise<void>((resolve) => end = resolve);
  done.then(end);
  const ended = await stopCell(over, {
    stopWaiting: () => ({ heard, done }),
    terminate: () => {
      terminated = true;
      end();
      return Promise.resolve();
    },
  });
  return { ended, terminated };
}

describe("stopCell()", () => {
  test("stopCell() does not terminate a thread that has answered and then collects for longer than an answer takes", async () => {
    expect(await stopped(after(0), after(500))).toEqual({ ended: true, terminated: false });
  });

  test("stopCell() terminates a thread that does not answer, and one that has answered and is never done", async () => {
    expect(await stopped(never, never)).toEqual({ ended: true, terminated: true });
    expect(await stopped(after(0), never)).toEqual({ ended: true, terminated: true });
  });
});
