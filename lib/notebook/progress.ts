import { InputError } from "../errors.ts";
import { display } from "./display.ts";
import { escapeHtml } from "./escape_html.ts";
import { currentFrontEnd } from "./front_end.ts";
import { type MimeBundle, PROGRESS_MIME } from "./mime.ts";

/** How a {@link Progress} keeps time. */
export interface ProgressOptions {
  /** Milliseconds from any fixed origin. Default `performance.now`. */
  readonly clock?: () => number;
}

const INTERVAL_MILLISECONDS = 200;

/** One line in the notebook that says how far a long computation is. Made by {@link progress}. */
export class Progress {
  readonly #label: string;
  readonly #total: number;
  readonly #clock: () => number;
  readonly #id = `thermolab-progress-${crypto.randomUUID()}`;
  readonly #startedAt: number;
  #shownAt = -Infinity;
  #shown = false;
  #done = 0;
  #finished = false;

  constructor(label: string, total: number, options: ProgressOptions = {}) {
    if (!(total > 0) || !Number.isFinite(total)) {
      throw new InputError(`Cannot show progress towards ${total}: give a total that is positive and finite`);
    }
    this.#label = label;
    this.#total = total;
    this.#clock = options.clock ?? (() => performance.now());
    this.#startedAt = this.#clock();
  }

  /**
   * Says that `done` of the total is done. Cheap: the line is drawn at most five times a second.
   *
   * @throws {InputError} when `done` is not between 0 and the total.
   */
  async update(done: number): Promise<void> {
    this.#set(done);
    const now = this.#clock();
    if (this.#finished || now - this.#shownAt < INTERVAL_MILLISECONDS) return;
    this.#shownAt = now;
    if (currentFrontEnd().live) await this.#draw(this.#text(now), false);
  }

  /**
   * Draws the last line, which stays. It says nothing of the time, so that the same run leaves the same output.
   * Without an argument everything is done; give how far it came when it stopped early.
   */
  async finish(done: number = this.#total): Promise<void> {
    if (this.#finished) return;
    this.#set(done);
    this.#finished = true;
    const whole = this.#done === this.#total;
    const text = `${this.#label}: ${whole ? `done, ${this.#total}` : `stopped at ${this.#done}`} of ${this.#total}`;
    await this.#draw(text, true);
  }

  #set(done: number): void {
    if (!(done >= 0 && done <= this.#total)) {
      throw new InputError(
        `Cannot show ${done} of ${this.#total} "${this.#label}" as done: give a number from 0 to the total`,
      );
    }
    this.#done = done;
  }

  #text(now: number): string {
    const share = this.#done / this.#total;
    const seconds = (now - this.#startedAt) / 1000;
    const left = share > 0 && share < 1 ? `, about ${duration(seconds * (1 - share) / share)} left` : "";
    return `${this.#label}: ${Math.floor(100 * share)} % (${this.#done} of ${this.#total}${left})`;
  }

  async #draw(text: string, flush: boolean): Promise<void> {
    const update = this.#shown;
    this.#shown = true;
    await display(this.#bundle(text), { id: this.#id, update, flush });
  }

  #bundle(text: string): MimeBundle {
    const share = Math.round(100 * this.#done / this.#total);
    return {
      [PROGRESS_MIME]: { label: this.#label, done: this.#done, total: this.#total },
      // Not <progress>: what is not trusted loses it, while inline styles stay.
      "text/html": `<div style="max-width:480px">${escapeHtml(text)}` +
        `<div style="background:rgba(128,128,128,0.25);height:6px;border-radius:3px">` +
        `<div style="background:#0072B2;height:6px;border-radius:3px;width:${share}%"></div></div></div>`,
      "text/plain": text,
    };
  }
}

/**
 * A line that says how far a long computation is. Call `update` in the loop and `finish` at its end, both awaited.
 * Outside a kernel only the last line is printed.
 *
 * @param label what is being done
 * @param total how much there is to do
 * @throws {InputError} when `total` is not positive and finite.
 *
 * @example
 * ```ts
 * const cells = progress("cells", 3);
 * for (let i = 1; i <= 3; i++) await cells.update(i);
 * await cells.finish();
 * ```
 */
export function progress(label: string, total: number, options: ProgressOptions = {}): Progress {
  return new Progress(label, total, options);
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 90 ? `${Math.ceil(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
