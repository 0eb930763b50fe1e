import { clearInterval, setInterval } from "node:timers";
import type { Json, JsonObject } from "../protocol/mod.ts";
import { pendingText } from "./failures.ts";
import type { RunEvent } from "./run_report.ts";

/** MIME type by which a notebook tells how far it is: `{"label": string, "done": number, "total": number}`. */
export const PROGRESS_MIME = "application/vnd.thermolab.progress+json";

const REDRAW_MS = 200;

/** Where progress is written: `process.stderr`, or anything like it. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The progress of one or several notebooks that run at the same time. */
export interface Progress {
  /**
   * Starts the line of a notebook.
   *
   * @param name The notebook's name, without its extension.
   * @returns Give it to `executeNotebook` as `onEvent`.
   */
  notebook(name: string): (event: RunEvent) => void;
  /**
   * Lets something else be written, so that it and the lines of running notebooks do not run into each other.
   *
   * @param write Writes whole lines, to whichever stream.
   */
  above(write: () => void): void;
}

interface Line {
  readonly name: string;
  cellCount: number;
  index: number;
  began: number;
  text: string;
}

/**
 * Live progress in a terminal: one line per running notebook that is rewritten in place. Where the stream is no terminal,
 * one line per finished cell.
 *
 * @param stream Where to write.
 * @returns The progress; it ends by itself with the last notebook's `finished` event.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let written = "";
 * const onEvent = createProgress({ write: (text) => written += text }).notebook("a");
 * onEvent({ type: "started", pid: 1, cellCount: 3 });
 * const report = { index: 1, id: null, executionCount: 1, startedAt: null, seconds: 2, outputCount: 0, status: "ok" as const };
 * onEvent({ type: "cell-finished", report });
 * assert.equal(written, "[a] cell 2/3  2.0 s  ok\n");
 * ```
 */
export function createProgress(stream: ProgressStream): Progress {
  return stream.isTTY === true ? terminalProgress(stream) : plainProgress(stream);
}

function plainProgress(stream: ProgressStream): Progress {
  return {
    above: (write) => write(),
    notebook(name) {
      let cellCount = 0, waiting = false;
      return (event) => {
        if (event.type === "started") cellCount = event.cellCount;
        if (event.type === "cell-finished") {
          const { index, seconds, status } = event.report;
          stream.write(`[${name}] cell ${index + 1}/${cellCount}  ${seconds.toFixed(1)} s  ${status}\n`);
        }
        if (event.type === "pending" && !waiting) {
          waiting = true;
          stream.write(`[${name}] waiting for ${pendingText(event.pending)}\n`);
        }
        if (event.type === "finished") stream.write(`${lastLine(name, event)}\n`);
      };
    },
  };
}

function terminalProgress(stream: ProgressStream): Progress {
  const lines: Line[] = [];
  let drawn = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const draw = (finished: string | null = null): void => {
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    const texts = lines.map((line) => lineText(line).slice(0, width));
    if (finished !== null) texts.unshift(finished);
    const up = drawn > 0 ? `\x1b[${drawn}A` : "";
    stream.write(`${up}\r\x1b[J${texts.map((text) => `${text}\n`).join("")}`);
    drawn = lines.length;
  };
  return {
    above(write) {
      if (drawn > 0) stream.write(`\x1b[${drawn}A\r\x1b[J`);
      drawn = 0;
      write();
      if (lines.length > 0) draw();
    },
    notebook(name) {
      const line: Line = { name, cellCount: 0, index: -1, began: performance.now(), text: "starting" };
      lines.push(line);
      // A run that throws sends no last event, and must not keep the process alive.
      timer ??= setInterval(() => draw(), REDRAW_MS).unref();
      draw();
      return (event) => {
        if (event.type === "finished") {
          lines.splice(lines.indexOf(line), 1);
          draw(lastLine(name, event));
          if (lines.length === 0) {
            clearInterval(timer);
            timer = undefined;
          }
          return;
        }
        follow(line, event);
        if (event.type === "cell-started") draw();
      };
    },
  };
}

function follow(line: Line, event: RunEvent): void {
  if (event.type === "started") line.cellCount = event.cellCount;
  if (event.type === "cell-started") Object.assign(line, { index: event.index, began: performance.now(), text: "" });
  if (event.type === "pending") line.text = `waiting for ${pendingText(event.pending)}`;
  if (event.type === "output") line.text = progressText(event.message.content) ?? line.text;
}

function lineText({ name, cellCount, index, began, text }: Line): string {
  if (index < 0) return `[${name}] ${text}`;
  return `[${name}] cell ${index + 1}/${cellCount}  ${((performance.now() - began) / 1000).toFixed(1)} s  ${text}`;
}

function lastLine(name: string, { failure, seconds }: RunEvent & { type: "finished" }): string {
  const outcome = failure === null ? "done" : `${failure.kind}: ${failure.message.split("\n")[0]}`;
  return `[${name}] ${outcome}  ${seconds.toFixed(1)} s`;
}

function progressText(content: JsonObject): string | null {
  const progress: Json | undefined = (content["data"] as JsonObject | undefined)?.[PROGRESS_MIME];
  if (progress === undefined || progress === null || typeof progress !== "object" || Array.isArray(progress)) {
    return null;
  }
  const { label, done, total } = progress;
  // Control characters would break the line that is being rewritten.
  // deno-lint-ignore no-control-regex
  const plain = String(label ?? "").replace(/[\x00-\x1f\x7f]/g, " ");
  return typeof done === "number" && typeof total === "number" ? `${plain} ${done}/${total}`.trim() : plain;
}
