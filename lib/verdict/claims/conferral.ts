/** The tags of the program, from an open conjecture to a validated law. */
export const CLAIM_TAGS = ["conjectured", "solid", "proven-here", "validated"] as const;

/** One of {@link CLAIM_TAGS}. */
export type ClaimTag = typeof CLAIM_TAGS[number];

/** The record that moves one tag; nothing else does. */
export interface Conferral {
  /** The id of a claim or of an obligation. */
  readonly claim: string;
  readonly from: ClaimTag;
  readonly to: ClaimTag;
  /** Who took the decision. */
  readonly by: string;
  /** The day, ISO 8601. */
  readonly date: string;
  readonly reason: string;
  /** Where the decision is written down. */
  readonly source: string;
}

/**
 * The tag that conferrals leave a claim with, and one sentence for each conferral that does not connect to the one before.
 *
 * @param claim The claim's id; the conferrals of others are passed over.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const record = { claim: "c", by: "a person", date: "2026-06-01", reason: "a proof", source: "a page" };
 * const moved = conferredTag("c", "conjectured", [{ ...record, from: "conjectured", to: "solid" }]);
 * assert.deepEqual(moved, { tag: "solid", problems: [] });
 * const broken = conferredTag("c", "solid", [{ ...record, from: "conjectured", to: "solid" }]);
 * assert.match(broken.problems[0]!, /moves "c" from "conjectured", but its tag is "solid"/);
 * ```
 */
export function conferredTag(
  claim: string,
  initial: ClaimTag,
  conferrals: readonly Conferral[],
): { readonly tag: ClaimTag; readonly problems: readonly string[] } {
  const problems: string[] = [];
  let tag = initial, last = "";
  conferrals.forEach((conferral, i) => {
    if (conferral.claim !== claim) return;
    const name = `conferrals[${i}]`, { from, to, date } = conferral;
    if (from !== tag) problems.push(`${name}: it moves "${claim}" from "${from}", but its tag is "${tag}" by then`);
    if (from === to) problems.push(`${name}: it leaves "${claim}" at "${to}"; take it out`);
    if (date < last) problems.push(`${name}: it is of ${date}, before the conferral of ${last} that it follows`);
    tag = to;
    last = date;
  });
  return { tag, problems };
}
