import { expect, test } from "vitest";
import { openUnder, plan } from "./journal_fixture.ts";

test("budget() projects at the registered share and decides by the cap", () => {
  const decided = (elapsed: number) => {
    let now = 0;
    const ledger = openUnder({ journal: undefined as never }, () => now);
    now = elapsed;
    expect(ledger.budget(4, 10)).toBeNull();
    const decision = ledger.budget(5, 10);
    return [decision, ledger.value("budgetDecision"), ledger.value("projectedSeconds")];
  };
  expect(decided(30)).toEqual(["PROCEED", "PROCEED", 60]);
  expect(decided(30.5)).toEqual(["HALT", "HALT", 61]);
});

test("budget() decides once, whatever comes later", () => {
  let now = 1;
  const ledger = openUnder({}, () => now);
  expect(ledger.budget(6, 10)).toBe("PROCEED");
  now = 1e6;
  expect(ledger.budget(7, 10)).toBe("PROCEED");
  expect(ledger.rows.map(({ id, unit, n }) => [id, unit, n])).toEqual([
    ["budgetDecision", "decision", 6],
    ["projectedSeconds", "s", 6],
  ]);
});

test("budget() counts the time before an interruption and keeps its decision over one", async () => {
  let now = 0;
  const first = openUnder({}, () => now);
  now = 40;
  await first.cell({ m: 4 }, () => {});
  now = 1000;
  const second = openUnder({}, () => now);
  await second.cell({ m: 4 }, () => {});
  expect(second.budget(1, 4)).toBeNull();
  now = 1010;
  expect(second.budget(2, 4)).toBe("HALT");
  expect(second.value("projectedSeconds")).toBe(100);
  now = 5000;
  const third = openUnder({}, () => now);
  expect(third.budget(2, 4)).toBe("HALT");
  expect(third.rows).toEqual(second.rows);
});

test("budget() says nothing in quick mode, without a projection and without a registration", () => {
  for (const change of [{ mode: "quick" }, {}, {}] as const) {
    const registered = change.mode === "quick" ? plan : { ...plan, budget: { capSeconds: 60 } };
    const ledger = openUnder({ ...change, journal: undefined as never }, () => 0, registered);
    expect(ledger.budget(9, 10)).toBeNull();
    expect(ledger.rows).toEqual([]);
  }
  expect(openUnder({ journal: undefined as never }, () => 0, null).budget(1, 1)).toBeNull();
});

test("budget() refuses what are no counts of cells", () => {
  const ledger = openUnder();
  for (const [done, total] of [[1, 0], [-1, 2], [3, 2], [0.5, 1], [NaN, 2]] as const) {
    expect(() => ledger.budget(done, total)).toThrow(`Projecting the budget failed: ${done} of ${total} cells`);
  }
});

test("record() refuses the rows that only the projection gives", () => {
  const ledger = openUnder();
  expect(() => ledger.record({ measure: "budgetDecision", value: "PROCEED", unit: "decision", n: 1 })).toThrow(
    "only the projection of the budget gives it; call budget()",
  );
});
