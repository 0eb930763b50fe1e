/** What the order of evaluation needs to know of a rule. */
export interface OrderedRule {
  readonly id: string;
  readonly after?: readonly string[];
}

/** The rules with each behind those that it comes after, or the ids of a cycle, its first repeated at the end. */
export type RuleOrder<Rule> = { readonly order: readonly Rule[] } | { readonly cycle: readonly string[] };

/**
 * Sorts rules by `after`, keeping their order where nothing else is said. Ids that name no rule are passed over.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const sorted = ruleOrder([{ id: "P2", after: ["A6"] }, { id: "A6" }]);
 * assert.deepEqual(sorted, { order: [{ id: "A6" }, { id: "P2", after: ["A6"] }] });
 * assert.deepEqual(ruleOrder([{ id: "A", after: ["B"] }, { id: "B", after: ["A"] }]), { cycle: ["A", "B", "A"] });
 * ```
 */
export function ruleOrder<Rule extends OrderedRule>(rules: readonly Rule[]): RuleOrder<Rule> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const order: Rule[] = [];
  const done = new Set<string>();
  // Cycles are found on the way down, so `path` holds each id once and the recursion ends; it is a list of its own because
  // a chain of rules can be longer than the call stack is deep.
  for (const first of rules) {
    const path: { rule: Rule; next: number }[] = [];
    if (!done.has(first.id)) path.push({ rule: first, next: 0 });
    while (path.length > 0) {
      const top = path.at(-1)!;
      const wanted = top.rule.after?.[top.next++];
      if (wanted === undefined) {
        path.pop();
        done.add(top.rule.id);
        order.push(top.rule);
        continue;
      }
      const from = path.findIndex(({ rule }) => rule.id === wanted);
      if (from >= 0) return { cycle: [...path.slice(from).map(({ rule }) => rule.id), wanted] };
      const rule = byId.get(wanted);
      if (rule !== undefined && !done.has(wanted)) path.push({ rule, next: 0 });
    }
  }
  return { order };
}
