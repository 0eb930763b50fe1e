import process from "node:process";
import type { MimeBundle } from "./mime.ts";

/** Where a bundle goes: a display of its own, or the place of an earlier one. */
export interface Placement {
  /** Identifies a display that is updated later. */
  readonly id?: string | undefined;
  /** Whether this bundle replaces the display of the same `id`. */
  readonly update?: boolean | undefined;
}

/** What shows bundles: Deno's kernel, tslab, or the terminal of a plain script. */
export interface FrontEnd {
  /** Which of them this is. */
  readonly kind: "deno" | "tslab" | "terminal";
  /** Whether an update takes the place of what was shown before. */
  readonly live: boolean;
  /** How long to wait after the last bundle of a cell, so that it leaves before the kernel says that it is idle. */
  readonly settleMilliseconds: number;
  /** Hands the bundle over. */
  show(bundle: MimeBundle, placement: Placement): Promise<void>;
}

interface DenoJupyter {
  broadcast(type: string, content: Record<string, unknown>): Promise<void>;
}

interface TslabDisplay {
  raw(mime: string, content: unknown): void;
}

interface Tslab {
  display: TslabDisplay;
  newDisplay(): TslabDisplay;
}

// Deno 2.9 publishes `idle` before the outputs that are still queued. 20 ms was measured to be too short, 50 ms to be enough.
const SETTLE_MILLISECONDS = 50;

// tslab sends one form per display: the plain text only where there is nothing else.
const TSLAB_PREFERENCE = ["text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png"];

let chosen: FrontEnd | null = null;
const tslabDisplays = new Map<string, TslabDisplay>();

/**
 * Sends everything to the given front end until it is called with `null`. For tests and for embedding.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shown: unknown[] = [];
 * useFrontEnd({ kind: "terminal", live: false, settleMilliseconds: 0, show: (bundle) => Promise.resolve(void shown.push(bundle)) });
 * await currentFrontEnd().show({ "text/plain": "hello" }, {});
 * useFrontEnd(null);
 * assert.deepEqual(shown, [{ "text/plain": "hello" }]);
 * ```
 */
export function useFrontEnd(frontEnd: FrontEnd | null): void {
  chosen = frontEnd;
}

/**
 * The front end of this process, looked for at each call, because a module may be loaded before its kernel is ready.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(currentFrontEnd().kind, "terminal");
 * ```
 */
export function currentFrontEnd(): FrontEnd {
  if (chosen !== null) return chosen;
  const jupyter = denoJupyter();
  if (jupyter !== null) return denoFrontEnd(jupyter);
  const tslab = tslabModule();
  return tslab !== null ? tslabFrontEnd(tslab) : TERMINAL;
}

function denoJupyter(): DenoJupyter | null {
  try {
    const jupyter = (globalThis as { Deno?: { jupyter?: DenoJupyter } }).Deno?.jupyter;
    return jupyter !== undefined && typeof jupyter.broadcast === "function" ? jupyter : null;
  } catch {
    // Outside its kernel, Deno throws at the mere access.
    return null;
  }
}

function denoFrontEnd(jupyter: DenoJupyter): FrontEnd {
  return {
    kind: "deno",
    live: true,
    // A run started by the project's own runner loses nothing and need not wait.
    settleMilliseconds: process.env["THERMOLAB_RUN"] === undefined ? SETTLE_MILLISECONDS : 0,
    async show(bundle, { id, update }) {
      const transient = id === undefined ? {} : { display_id: id };
      const type = update === true ? "update_display_data" : "display_data";
      await jupyter.broadcast(type, { data: bundle, metadata: {}, transient });
    },
  };
}

function tslabModule(): Tslab | null {
  const kernel = (globalThis as { __tslab__?: { require?: (id: string) => Tslab } }).__tslab__;
  return kernel?.require?.("tslab") ?? null;
}

function tslabFrontEnd(tslab: Tslab): FrontEnd {
  return {
    kind: "tslab",
    live: true,
    settleMilliseconds: 0,
    show(bundle, { id, update }) {
      const types = Object.keys(bundle);
      const mime = TSLAB_PREFERENCE.find((type) => type in bundle) ??
        types.find((type) => type !== "text/plain") ?? types[0];
      if (mime === undefined) return Promise.resolve();
      let display = tslab.display;
      if (id !== undefined) {
        const known = update === true ? tslabDisplays.get(id) : undefined;
        display = known ?? tslab.newDisplay();
        tslabDisplays.set(id, display);
      }
      display.raw(mime, bundle[mime]);
      return Promise.resolve();
    },
  };
}

const TERMINAL: FrontEnd = {
  kind: "terminal",
  live: false,
  settleMilliseconds: 0,
  show(bundle) {
    const text = bundle["text/plain"];
    if (typeof text === "string") console.log(text);
    return Promise.resolve();
  },
};
