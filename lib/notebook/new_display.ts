import { type DisplayForms, displayForms } from "./display_forms.ts";
import { send } from "./send.ts";

/**
 * A display of its own: the first call shows, each later one takes its place. tslab has it under the same name. In a
 * terminal the texts follow one another.
 *
 * @example
 * ```ts
 * const state = newDisplay();
 * await state.text("half");
 * await state.text("done");
 * ```
 */
export function newDisplay(): DisplayForms {
  const id = `thermolab-display-${crypto.randomUUID()}`;
  let shown = false;
  return displayForms((bundle) => {
    const update = shown;
    shown = true;
    return send(bundle, { id, update });
  });
}
