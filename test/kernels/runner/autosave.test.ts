import { describe, expect, test } from "vitest";
import { Autosave, AUTOSAVE_MS, type AutosaveTimer } from "../../../kernels/runner/mod.ts";

/** A timer that rings when it is told to. */
function byHand(): AutosaveTimer & { ring(): void; readonly waiting: number[] } {
  const waiting: number[] = [];
  let pending: (() => void) | null = null;
  return {
    waiting,
    after(milliseconds, callback) {
      expect(pending).toBeNull();
      waiting.push(milliseconds);
      pending = callback;
      return () => pending = null;
    },
    ring() {
      const callback = pending;
      pending = null;
      callback?.();
    },
  };
}

describe("Autosave", () => {
  test("Autosave saves once for all changes within its pause, and not without a change", () => {
    let saves = 0;
    const timer = byHand();
    const autosave = new Autosave(() => void saves++, timer);
    expect(timer.waiting).toEqual([]);
    for (let i = 0; i < 100; i++) autosave.changed();
    expect([saves, timer.waiting]).toEqual([0, [AUTOSAVE_MS]]);
    timer.ring();
    expect(saves).toBe(1);
    timer.ring();
    expect(saves).toBe(1);
    autosave.changed();
    timer.ring();
    expect([saves, timer.waiting]).toEqual([2, [AUTOSAVE_MS, AUTOSAVE_MS]]);
    expect(AUTOSAVE_MS).toBe(5000);
  });

  test("Autosave saves at the end and never after it", () => {
    let saves = 0;
    const timer = byHand();
    const autosave = new Autosave(() => void saves++, timer);
    autosave.changed();
    autosave.finish();
    timer.ring();
    expect(saves).toBe(1);
  });

  test("Autosave tries again what failed on the way, and throws what fails at the end", () => {
    let full = true, saves = 0;
    const timer = byHand();
    const autosave = new Autosave(() => {
      if (full) throw new Error("no space left");
      saves++;
    }, timer);
    autosave.changed();
    timer.ring();
    full = false;
    timer.ring();
    expect(saves).toBe(1);
    full = true;
    expect(() => autosave.finish()).toThrow("no space left");
  });
});
