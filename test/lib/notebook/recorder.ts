import type { FrontEnd, Placement } from "../../../lib/notebook/front_end.ts";
import type { MimeBundle } from "../../../lib/notebook/mime.ts";

/** A front end that keeps what it is shown. */
export function recorder(live = true): FrontEnd & { readonly shown: { bundle: MimeBundle; placement: Placement }[] } {
  const shown: { bundle: MimeBundle; placement: Placement }[] = [];
  return {
    kind: "deno",
    live,
    settleMilliseconds: 0,
    shown,
    show(bundle, placement) {
      shown.push({ bundle, placement });
      return Promise.resolve();
    },
  };
}
