import { InputError } from "../errors.ts";
import { type DisplayForms, displayForms } from "./display_forms.ts";
import type { Placement } from "./front_end.ts";
import { DISPLAY_SYMBOL, type Displayable, type MimeBundle } from "./mime.ts";
import { send } from "./send.ts";

/** Where a display goes and whether the call waits until it has left. */
export interface DisplayOptions extends Placement {
  /** `false` for all but the last of many displays in a row: the others need not wait for the kernel. Default `true`. */
  readonly flush?: boolean;
}

/** {@link display}: a function that shows a bundle, with tslab's names for single forms. */
export interface Display extends DisplayForms {
  /** Shows a bundle, or a value that knows its bundle. */
  (value: MimeBundle | Displayable, options?: DisplayOptions): Promise<void>;
}

/**
 * Shows a bundle, or a value that knows its bundle, in the notebook; outside a kernel it prints the form `text/plain`.
 * `display.html("…")`, `.markdown`, `.latex`, `.svg`, `.png`, `.jpeg`, `.gif`, `.text` and `.raw` show one form, under the names
 * that tslab's users know, and work in Deno's kernel, in tslab and in a terminal alike.
 * Await it: what is still on its way when a cell ends may be lost or shown under the next cell.
 *
 * @throws {InputError} when the value is neither.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await display({ "text/plain": "" });
 * await display.html("<b>bold</b>");
 * await assert.rejects(display(5 as never), /Cannot display 5/);
 * ```
 */
export const display: Display = Object.assign(show, displayForms((bundle) => send(bundle)));

async function show(value: MimeBundle | Displayable, options: DisplayOptions = {}): Promise<void> {
  const given = bundleOf(value);
  // A bundle that is there already is handed over within the call, in the order of the calls.
  const bundle = given instanceof Promise ? await given : given;
  await send(bundle, { id: options.id, update: options.update }, options.flush !== false);
}

function bundleOf(value: MimeBundle | Displayable): MimeBundle | Promise<MimeBundle> {
  if (typeof value === "object" && value !== null) {
    const method = (value as Partial<Displayable>)[DISPLAY_SYMBOL];
    if (typeof method === "function") return method.call(value);
    const types = Object.keys(value);
    if (types.length > 0 && types.every((type) => /^[\w.+-]+\/[\w.+-]+$/.test(type))) return value as MimeBundle;
  }
  const shown = typeof value === "object" && value !== null
    ? `an object with the keys ${JSON.stringify(Object.keys(value))}`
    : value;
  throw new InputError(
    `Cannot display ${
      String(shown)
    }: give a bundle keyed by MIME type, or what figure(), table() or markdown\`\` return`,
  );
}
