import type { Line } from "./line.ts";
import type { OutputLoss } from "./output_loss.ts";

/**
 * The lines on the outputs lost.
 *
 * @param plain With Deno's kernel as it is, or why it was not measured.
 * @param guard Through the guard, or why it was not measured.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const lines = lossLines({ expected: 300, lost: 12, misplaced: 2 }, { expected: 300, lost: 0, misplaced: 0 });
 * assert.deepEqual(lines.map(({ state }) => state), ["problem", "good"]);
 * assert.match(lines[0]!.text, /^12 of 300 .* 2 of them under another cell/);
 * ```
 */
export function lossLines(plain: OutputLoss | string, guard: OutputLoss | string): Line[] {
  const remedy = "use the guard: lab kernels install for Jupyter, lab run to execute notebooks";
  return [
    lineOf("plain kernel", plain, remedy, "with a client that stops at idle, as stock ones do"),
    lineOf("guard", guard, null, "on the same cells"),
  ];
}

function lineOf(name: string, loss: OutputLoss | string, mending: string | null, how: string): Line {
  const head = { group: "Outputs lost", name };
  if (typeof loss === "string") {
    const text = `not measured: ${loss}`;
    return { ...head, state: "problem", text, remedy: null, leaves: `outputs lost (${name})` };
  }
  const { expected, lost, misplaced } = loss;
  const under = misplaced === 0 ? "" : `, ${misplaced} of them under another cell`;
  // That nothing was lost this time does not clear a race.
  const text = `${lost} of ${expected} ${how}${under}`;
  return { ...head, state: lost === 0 ? "good" : "problem", text, remedy: lost === 0 ? null : mending, leaves: null };
}
