import { InputError } from "../errors.ts";
import { currentFrontEnd, type Placement } from "./front_end.ts";
import { DISPLAY_SYMBOL, type Displayable, type MimeBundle } from "./mime.ts";

/** Where a display goes and whether the call waits until it has left. */
export interface DisplayOptions extends Placement {
  /** `false` for all but the last of many displays in a row: the others need not wait for the kernel. Default `true`. */
  readonly flush?: boolean;
}

/**
 * Shows a bundle, or a value that knows its bundle, in the notebook; outside a kernel it prints the form `text/plain`.
 * Await it: what is still on its way when a cell ends may be lost or shown under the next cell.
 *
 * @throws {InputError} when the value is neither.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await display({ "text/plain": "" });
 * await assert.rejects(display(5 as never), /Cannot display 5/);
 * ```
 */
export async function display(value: MimeBundle | Displayable, options: DisplayOptions = {}): Promise<void> {
  const bundle = await bundleOf(value);
  const frontEnd = currentFrontEnd();
  await frontEnd.show(bundle, { id: options.id, update: options.update });
  if (options.flush !== false) await flush();
}

/**
 * Waits until what was shown has left for the notebook. {@link display} does it by itself.
 *
 * @example
 * ```ts
 * await flush();
 * ```
 */
export async function flush(): Promise<void> {
  const { settleMilliseconds } = currentFrontEnd();
  if (settleMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, settleMilliseconds));
}

async function bundleOf(value: MimeBundle | Displayable): Promise<MimeBundle> {
  if (typeof value === "object" && value !== null) {
    const method = (value as Partial<Displayable>)[DISPLAY_SYMBOL];
    if (typeof method === "function") return await method.call(value);
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
