import { currentFrontEnd, type Placement } from "./front_end.ts";
import type { MimeBundle } from "./mime.ts";

/**
 * Hands a bundle to the notebook, at once: what is not awaited keeps its place at least.
 *
 * @param bundle every form of what is shown
 * @param placement a display of its own, or the place of an earlier one
 * @param wait whether to wait until it has left
 *
 * @example
 * ```ts
 * await send({ "text/plain": "" });
 * ```
 */
export async function send(bundle: MimeBundle, placement: Placement = {}, wait = true): Promise<void> {
  await currentFrontEnd().show(bundle, placement);
  if (wait) await flush();
}

/**
 * Waits until what was shown has left for the notebook. Every awaited display does it by itself.
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
