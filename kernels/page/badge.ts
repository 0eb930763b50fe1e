import { html, type HtmlFragment } from "../../lib/notebook/mod.ts";

const KNOWN = ["PASS", "FAIL", "NOT-CHECKED", "HALT", "MEASURED"];

/**
 * A verdict in a coloured frame. The colour repeats what the words say.
 *
 * @param verdict PASS, FAIL, NOT-CHECKED, HALT or MEASURED; any other word stays without a colour.
 * @param label The words, by default the verdict.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(badge("NOT-CHECKED").source, '<span class="badge not-checked">NOT-CHECKED</span>');
 * assert.equal(badge("<b>", "x").source, '<span class="badge other">x</span>');
 * ```
 */
export function badge(verdict: string, label: string = verdict): HtmlFragment {
  const known = KNOWN.includes(verdict) ? verdict.toLowerCase() : "other";
  return html`<span class="badge ${known}">${label}</span>`;
}

/**
 * How often each verdict occurs, the known ones first.
 *
 * @param verdicts One word per rule.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const tally = badgeCounts(["FAIL", "PASS", "PASS"]).map(({ source }) => source.replace(/<[^>]*>/g, ""));
 * assert.deepEqual(tally, ["2 PASS", "1 FAIL"]);
 * ```
 */
export function badgeCounts(verdicts: readonly string[]): HtmlFragment[] {
  const counts = new Map<string, number>();
  for (const verdict of KNOWN.filter((verdict) => verdicts.includes(verdict))) counts.set(verdict, 0);
  for (const verdict of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => badge(verdict, `${count} ${verdict}`));
}
