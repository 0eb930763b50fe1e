import { CLAIM_TIERS, type Claims } from "./claims.ts";
import { CLAIM_TAGS, conferredTag } from "./conferral.ts";
import { EXPERIMENT_NAME, NAME } from "../data/names.ts";
import * as is from "../data/shape.ts";
import type { Shape } from "../data/shape.ts";

const tag = is.oneOf(...CLAIM_TAGS);
const id = is.text('an id such as "q-op"', NAME);
const experiment = is.text("the name of an experiment", EXPERIMENT_NAME);

/** A day of the calendar. */
const day: Shape = (value, path, problems) => {
  const time = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  // A 30 February parses, as a day in March.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value as string)) return;
  problems.push(`${path}: expected a day such as "2026-06-01", got ${is.quoted(value)}`);
};

const finding = is.fields({ experiment, finding: is.someText, source: is.someText });

const evidence = is.fields({
  experiment,
  prediction: is.nullable(id),
  supports: is.oneOf("yes", "no", "limits"),
  note: is.someText,
  source: is.someText,
});

const tagged = { id, statement: is.someText, initialTag: tag, tag, source: is.someText };

const structure = is.fields({
  schemaVersion: is.oneOf(1),
  claims: is.list(
    is.fields({
      ...tagged,
      tier: is.oneOf(...CLAIM_TIERS),
      assumptions: is.list(is.text("the id of an assumption", /^A[1-9]$/)),
      evidence: is.list(evidence),
    }),
    1,
  ),
  conferrals: is.list(
    is.fields({ claim: id, from: tag, to: tag, by: is.someText, date: day, reason: is.someText, source: is.someText }),
  ),
  assumptions: is.list(is.fields({ id, statement: is.someText, source: is.someText, experiments: is.list(finding) })),
  obligations: is.list(is.fields({ ...tagged, experiments: is.list(finding) })),
  risks: is.list(is.fields({
    id,
    title: is.someText,
    statement: is.someText,
    status: is.oneOf("open"),
    mitigation: is.someText,
    source: is.someText,
    evidence: is.list(finding),
  })),
});

/** The shape of the claims, `claims.schema.json`, and beyond it that every id is there once and every tag follows. */
export const claimsShape: Shape = (value, path, problems) => {
  structure(value, path, problems);
  if (problems.length > 0) return;
  const claims = value as Claims;
  numbered(claims.assumptions, "assumptions", "A", 9, problems);
  numbered(claims.obligations, "obligations", "O", 6, problems);
  numbered(claims.risks, "risks", "R", 6, problems);
  const holders = [...claims.claims, ...claims.obligations];
  const ids = holders.map((holder) => holder.id);
  ids.forEach((one, i) => {
    if (ids.indexOf(one) !== i) problems.push(`claims: the id ${is.quoted(one)} stands twice`);
  });
  claims.conferrals.forEach(({ claim }, i) => {
    if (!ids.includes(claim)) problems.push(`conferrals[${i}].claim: ${is.quoted(claim)} is no claim; correct the id`);
  });
  for (const { id, initialTag, tag } of holders) {
    const conferred = conferredTag(id, initialTag, claims.conferrals);
    problems.push(...conferred.problems);
    if (conferred.tag === tag) continue;
    problems.push(
      `the tag of ${is.quoted(id)} is "${tag}", but the conferrals leave it at "${conferred.tag}"; ` +
        "a tag moves by a conferral record only",
    );
  }
};

function numbered(
  items: readonly { readonly id: string }[],
  path: string,
  letter: string,
  count: number,
  problems: string[],
): void {
  const expected = Array.from({ length: count }, (_, k) => `${letter}${k + 1}`);
  const found = items.map(({ id }) => id);
  if (found.join() === expected.join()) return;
  problems.push(`${path}: expected ${expected.join(", ")} in this order, got ${found.join(", ") || "none"}`);
}
