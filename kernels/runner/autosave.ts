import { clearTimeout, setTimeout } from "node:timers";

/** How a pause is waited for; tests bring their own. */
export interface AutosaveTimer {
  /** Calls back after a pause in milliseconds, without keeping the process alive; returns what calls it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Milliseconds between two autosaves. */
export const AUTOSAVE_MS = 5000;

/**
 * Saves what changes: at most once in {@linkcode AUTOSAVE_MS}, and at the end. A save that fails on the way is tried again;
 * the error of the last one is thrown.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let saves = 0;
 * const autosave = new Autosave(() => void saves++);
 * autosave.changed();
 * autosave.changed();
 * autosave.finish();
 * assert.equal(saves, 1);
 * ```
 */
export class Autosave {
  readonly #save: () => void;
  readonly #timer: AutosaveTimer;
  #cancel: (() => void) | null = null;

  /**
   * @param save Saves the present state.
   * @param timer Waits.
   */
  constructor(save: () => void, timer: AutosaveTimer = TIMER) {
    this.#save = save;
    this.#timer = timer;
  }

  /** Something is to be saved, now or a little later. Cheap. */
  changed(): void {
    this.#cancel ??= this.#timer.after(AUTOSAVE_MS, () => {
      this.#cancel = null;
      try {
        this.#save();
      } catch {
        // The disk may have room again by then; the last save says it if not.
        this.changed();
      }
    });
  }

  /** Saves for the last time. */
  finish(): void {
    this.#cancel?.();
    this.#save();
  }
}

const TIMER: AutosaveTimer = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
