import canonicalize from "canonicalize";
import type { FrozenLink } from "./freeze_record.ts";
import { isRecord, quoted } from "../data/shape.ts";

/** One place where a registration is no longer what was frozen. */
export interface RegistrationDifference {
  /** The place in words, such as "P4 clause 1 threshold" or "grid.beta[2]". */
  readonly path: string;
  /** What was frozen; undefined where nothing was. */
  readonly frozen: unknown;
  /** What the cell has; undefined where it has nothing. */
  readonly current: unknown;
  /** The whole, such as "P4 clause 1 threshold: frozen 43, the cell has 42". */
  readonly message: string;
}

/** What is compared of a link. */
export type ComparedLink = Pick<FrozenLink, "source" | "amendment" | "registration">;

/**
 * What was bent between a frozen cell and the one that stands in the notebook. Rules are told apart by their ids, so that
 * each difference has a name; when the data agree and the text of the cell does not, that is the one difference.
 *
 * @param frozen the link of the freeze record.
 * @param current the same link of the notebook.
 * @returns one entry per place, in the order of the registration; none when they are equal.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const link = (seed: number) => ({ source: `seed ${seed}`, amendment: null, registration: { seeds: { a: seed } } }) as never;
 * assert.deepEqual(registrationDifferences(link(1), link(1)), []);
 * assert.equal(registrationDifferences(link(1), link(2))[0]!.message, "seeds.a: frozen 1, the cell has 2");
 * ```
 */
export function registrationDifferences(frozen: ComparedLink, current: ComparedLink): RegistrationDifference[] {
  const found: RegistrationDifference[] = [];
  if (frozen.amendment === null && current.amendment === null) {
    compareRegistrations(frozen.registration, current.registration, found);
  } else {
    const { changes: before, ...head } = frozen.amendment ?? { changes: [] };
    const { changes: after, ...currentHead } = current.amendment ?? { changes: [] };
    compare("", head, currentHead, found);
    if (canonicalize(before) !== canonicalize(after)) {
      const own = found.length;
      compareRegistrations(frozen.registration, current.registration, found);
      // Other changes may lead to the same registration.
      if (found.length === own) compare("changes", before, after, found);
    }
  }
  const sources = [frozen.source, current.source].map((source) => source.replace(/\r\n?/g, "\n"));
  if (found.length === 0 && sources[0] !== sources[1]) {
    found.push({
      path: "source",
      frozen: sources[0],
      current: sources[1],
      message: "its source differs (comments or layout)",
    });
  }
  return found;
}

function compareRegistrations(frozen: unknown, current: unknown, found: RegistrationDifference[]): void {
  const { predictions, gates, ...rest } = frozen as Record<string, unknown>;
  const { predictions: currentPredictions, gates: currentGates, ...currentRest } = current as Record<string, unknown>;
  compare("", rest, currentRest, found);
  compareRules("", "predictions", found, predictions, currentPredictions);
  compareRules("gate ", "gates", found, gates, currentGates);
}

interface Rule {
  readonly id: string;
  readonly clauses: readonly unknown[];
}

function compareRules(
  prefix: string,
  list: string,
  found: RegistrationDifference[],
  frozen: unknown = [],
  current: unknown = [],
): void {
  const before = frozen as readonly Rule[], after = current as readonly Rule[];
  for (const rule of before) {
    const other = after.find(({ id }) => id === rule.id), path = prefix + rule.id;
    if (other === undefined) {
      found.push({ path, frozen: rule, current: undefined, message: `${path}: removed` });
      continue;
    }
    const { clauses, ...head } = rule, { clauses: otherClauses, ...otherHead } = other;
    compare(path, head, otherHead, found, " ");
    compareLists(clauses, otherClauses, found, (i) => `${path} clause ${i + 1}`, " ");
  }
  for (const rule of after.filter(({ id }) => !before.some((other) => other.id === id))) {
    const path = prefix + rule.id;
    found.push({ path, frozen: undefined, current: rule, message: `${path}: added, it was not frozen` });
  }
  const order = (rules: readonly Rule[], others: readonly Rule[]): string =>
    rules.filter(({ id }) => others.some((other) => other.id === id)).map(({ id }) => id).join(", ");
  const was = order(before, after), is = order(after, before);
  if (was !== is) {
    const message = `order of ${list}: frozen ${was}, the cell has ${is}`;
    found.push({ path: `order of ${list}`, frozen: was, current: is, message });
  }
}

/** Compares any data; `joint` stands between the path and the first field behind it. */
function compare(path: string, frozen: unknown, current: unknown, found: RegistrationDifference[], joint = "."): void {
  if (Array.isArray(frozen) && Array.isArray(current)) {
    compareLists(frozen, current, found, (i) => `${path}[${i}]`);
  } else if (isRecord(frozen) && isRecord(current)) {
    for (const key of new Set([...Object.keys(frozen), ...Object.keys(current)])) {
      const inner = path === "" ? key : `${path}${joint}${key}`;
      const own = (record: Record<string, unknown>) => Object.hasOwn(record, key) ? record[key] : undefined;
      compare(inner, own(frozen), own(current), found);
    }
  } else if (frozen === undefined || current === undefined || canonicalize(frozen) !== canonicalize(current)) {
    const what = frozen === undefined
      ? `added, the cell has ${quoted(current)}`
      : current === undefined
      ? `removed, frozen ${quoted(frozen)}`
      : `frozen ${quoted(frozen)}, the cell has ${quoted(current)}`;
    found.push({ path, frozen, current, message: `${path}: ${what}` });
  }
}

/** Pairs by place from both ends, so that one item more or less in the middle does not blame all behind it. */
function compareLists(
  frozen: readonly unknown[],
  current: readonly unknown[],
  found: RegistrationDifference[],
  name: (index: number) => string,
  joint = ".",
): void {
  const shorter = Math.min(frozen.length, current.length);
  const before = frozen.map((item) => canonicalize(item)), after = current.map((item) => canonicalize(item));
  let head = 0, tail = 0;
  while (head < shorter && before[head] === after[head]) head++;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const ends = [frozen.length - tail, current.length - tail] as const;
  for (let i = head; i < Math.max(...ends); i++) {
    compare(name(i), i < ends[0] ? frozen[i] : undefined, i < ends[1] ? current[i] : undefined, found, joint);
  }
}
