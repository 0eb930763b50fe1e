import { describe, expect, test } from "vitest";
import { EVENT_FILTERS, filterMargins, nearestMargin } from "../../../../lib/exact/landscape/event_filters.ts";
import { landscapeEvents } from "../../../../lib/exact/landscape/landscape_events.ts";
import { landscapeViolations } from "../../../../lib/exact/landscape/landscape_violations.ts";
import type { LandscapeRule } from "../../../../lib/exact/landscape/landscape_violations.ts";
import type { Landscape, LandscapeEvent } from "../../../../lib/exact/landscape/landscape_events.ts";
import { InputError } from "../../../../lib/errors.ts";
import { plantedCell } from "../planted_cells.ts";
import { everySpace, LANDSCAPE_MODELS } from "./landscape_models.ts";

describe("landscapeEvents()", () => {
  test("counts exactly the events that pass the four filters of experiment 7, and again under each rider", () => {
    expect(EVENT_FILTERS).toEqual({ mass: 0.004, barrier: Math.log(2), crossing: 250, relevance: 0.03 });
    let qualifying = 0, others = 0;
    for (const [cell, beta] of [["m4 M2", 3], ["m5 M2", 3], ["m4 M3", 1], ["m4 M3", 3], ["m5 M3", 2]] as const) {
      const { events, qualifyingCount, riders, strength } = landscapeEvents(plantedCell(cell, beta));
      const count = (relevance: number): LandscapeEvent[] =>
        events.filter((event) =>
          event.mass >= 0.004 && Math.exp(event.barrier) >= 2 && event.outward!.sweeps <= 250 &&
          event.inward!.sweeps <= 250 && event.relevance >= relevance
        );
      expect(qualifyingCount, `${cell} ${beta}`).toBe(count(0.03).length);
      expect(riders).toEqual([0.003, 0.01, 0.1].map((relevance) => ({
        relevance,
        qualifyingCount: count(relevance).length,
      })));
      expect(strength).toBeCloseTo(count(0.03).reduce((sum, event) => sum + event.relevance * event.barrier, 0), 12);
      qualifying += qualifyingCount;
      others += events.length - qualifyingCount;
    }
    expect(qualifying).toBeGreaterThan(5);
    expect(others).toBeGreaterThan(5);
  });

  test("gives C-deep one event over a barrier of beta · 2.4 that takes longer than 250 sweeps at beta = 3", () => {
    for (const [beta, qualifyingCount] of [[1, 1], [2, 1], [3, 0]] as const) {
      const landscape = landscapeEvents(plantedCell("m5 M2", beta)), [event] = landscape.events;
      expect([landscape.events.length, landscape.qualifyingCount]).toEqual([1, qualifyingCount]);
      // At v = ξ¹ the overlaps are 5 and 1, E = −(2 · 6 + 3 · 4)/5; on the way to ξ², at 3 and 3, E = −2 · 6/5.
      expect([event!.minimumEnergy, event!.saddleEnergy].map((e) => Math.round(e * 1e9) / 1e9)).toEqual([-4.8, -2.4]);
      expect(event!.barrier).toBeCloseTo(2.4 * beta, 10);
    }
  });

  test("puts a sign on each margin that agrees with its filter, and names the nearest", () => {
    everySpace((_, model, quotient) => {
      const { events } = landscapeEvents(model, { states: quotient ? "quotient" : "full" });
      for (const { margins, nearest, qualifies, ...figures } of events) {
        expect(margins.mass >= 0).toBe(figures.mass >= 0.004);
        expect(margins.crossing! >= 0).toBe(Math.max(figures.outward!.sweeps, figures.inward!.sweeps) <= 250);
        expect(Object.values(margins).every((margin) => margin >= 0)).toBe(qualifies);
        expect(Math.abs(nearest.margin)).toBe(Math.min(...Object.values(margins).map(Math.abs)));
        expect(margins[nearest.filter]).toBe(nearest.margin);
      }
    });
  });

  test("leaves out hitting times that cannot matter when asked to", () => {
    const model = plantedCell("m5 M3", 1);
    const all = landscapeEvents(model), candidates = landscapeEvents(model, { hitting: "candidates" });
    expect(candidates.qualifyingCount).toBe(all.qualifyingCount);
    expect(candidates.events.filter(({ outward }) => outward === null).length).toBeGreaterThan(0);
    candidates.events.forEach((event, k) => {
      expect(event.outward === null).toBe(event.margins.mass < 0 || event.margins.barrier < 0);
      if (event.outward !== null) expect(event.outward.sweeps).toBe(all.events[k]!.outward!.sweeps);
      else expect([event.margins.crossing, event.qualifies]).toEqual([null, false]);
    });
  });

  test("partner next makes a difference at multiway saddles only", () => {
    let differences = 0;
    for (const [name, model] of LANDSCAPE_MODELS) {
      const deepest = landscapeEvents(model), next = landscapeEvents(model, { partner: "next" });
      deepest.events.forEach((event, k) => {
        const other = next.events[k]!;
        expect(other.node).toBe(event.node);
        if (event.ways === 2) expect(other.deeper, name).toBe(event.deeper);
        else if (other.deeper !== event.deeper) differences++;
      });
    }
    expect(differences).toBeGreaterThan(5);
  });

  test("takes other thresholds and refuses those that are no thresholds", () => {
    const model = plantedCell("m5 M2", 3);
    expect(landscapeEvents(model, { filters: { crossing: 310 } }).qualifyingCount).toBe(1);
    expect(landscapeEvents(model, { filters: { mass: 0.6, crossing: 310 } }).qualifyingCount).toBe(0);
    expect(() => landscapeEvents(model, { filters: { mass: -1 } })).toThrow(InputError);
    expect(() => landscapeEvents(model, { filters: { relevance: NaN } })).toThrow(/"relevance" is NaN/);
  });

  test("says so when rounding hides the side of the threshold", () => {
    // At beta = 9 the wells of C-deep are 21.6 apart: beyond any budget, but no threshold can be beyond that bound's reach.
    const { events } = landscapeEvents(plantedCell("m5 M2", 9));
    const { lower, upper } = events[0]!.outward!;
    expect(upper).toBeGreaterThan(lower);
    const between = { filters: { crossing: (lower + upper) / 2 } };
    expect(() => landscapeEvents(plantedCell("m5 M2", 9), between)).toThrow(/only known to lie from/);
  });
});

describe("filterMargins()", () => {
  test("is zero at the thresholds and leaves a missing time out", () => {
    const at = filterMargins(EVENT_FILTERS, EVENT_FILTERS);
    expect(Object.values(at)).toEqual([0, 0, 0, 0]);
    const margins = filterMargins(
      { ...EVENT_FILTERS, mass: 0.04, relevance: 3, barrier: 5, crossing: null },
      EVENT_FILTERS,
    );
    expect(margins.crossing).toBeNull();
    expect(nearestMargin(margins).filter).toBe("mass");
  });
});

describe("landscapeViolations()", () => {
  test("finds none in any landscape", () => {
    everySpace((name, model, quotient) => {
      for (const kernel of ["single-site", "metropolis"] as const) {
        const landscape = landscapeEvents(model, { states: quotient ? "quotient" : "full", kernel });
        expect(landscapeViolations(landscape), name).toEqual([]);
      }
    });
  });

  const sound = landscapeEvents(plantedCell("m5 M3", 2));
  const rulesOf = (landscape: Landscape): LandscapeRule[] => landscapeViolations(landscape).map(({ rule }) => rule);
  const withNode = (id: number, change: object): Landscape => ({
    ...sound,
    tree: { ...sound.tree, nodes: sound.tree.nodes.map((node) => node.id === id ? { ...node, ...change } : node) },
  });
  const withEvent = (k: number, change: object): Landscape => ({
    ...sound,
    events: sound.events.map((event, index) => index === k ? { ...event, ...change } : event),
  });

  test("control: two barriers swapped are caught by name", () => {
    const other = sound.events.findIndex(({ barrier }) => Math.abs(barrier - sound.events[0]!.barrier) > 0.1);
    const swapped = {
      ...sound,
      events: sound.events.map((event, k) => ({
        ...event,
        barrier: sound.events[k === 0 ? other : k === other ? 0 : k]!.barrier,
      })),
    };
    const found = landscapeViolations(swapped);
    expect(found.map(({ rule }) => rule)).toEqual(["barrier", "barrier"]);
    expect(found.map(({ node }) => node)).toEqual([sound.events[0]!.node, sound.events[other]!.node]);
    expect(found[0]!.message).toMatch(/claims the barrier/);
  });

  test("control: a wrong saddle, minimum, mass, conductance and partner are caught by name", () => {
    const { node, deeper } = sound.events[0]!, own = sound.tree.nodes[node]!;
    expect(rulesOf(withNode(node, { saddleEnergy: own.saddleEnergy! + 0.4 }))).toEqual(["saddle", "barrier"]);
    expect(rulesOf(withNode(node, { minimumEnergy: own.minimumEnergy - 0.4 }))).toContain("minimum");
    expect(rulesOf(withNode(node, { mass: own.mass * 1.01 }))).toEqual(["mass", "mass"]);
    expect(rulesOf(withNode(deeper, { conductance: 1 }))).toEqual(["conductance"]);
    expect(rulesOf(withEvent(0, { deeper: sound.tree.nodes.at(-1)!.id }))).toEqual(["deeper"]);
    expect(rulesOf(withEvent(0, { mass: 0.3 }))).toEqual(["mass"]);
  });

  test("control: a component that lacks states or holds a foreign one is caught by name", () => {
    const { node } = sound.events[0]!, own = sound.tree.nodes[node]!;
    const short = withNode(node, { end: own.start + 2 });
    expect(rulesOf(short)).toEqual(expect.arrayContaining(["connected", "mass"]));
    const states = sound.tree.states.slice(), swap = own.end - 1, root = sound.tree.states.length - 1;
    [states[swap], states[root]] = [states[root]!, states[swap]!];
    const torn = { ...sound, tree: { ...sound.tree, states } };
    expect(rulesOf(torn)).toEqual(expect.arrayContaining(["connected", "saddle"]));
  });

  test("control: a gap too large, unequal flows and a time outside of its bounds are caught by name", () => {
    expect(rulesOf({ ...sound, gap: 1 })).toContain("Cheeger");
    expect(rulesOf({ ...sound, cheegerMargin: -1e-9 })).toEqual(["Cheeger"]);
    expect(rulesOf(withEvent(0, { cheegerMargin: 1 }))).toEqual(["Cheeger"]);
    expect(rulesOf({ ...sound, detailedBalance: 1e-9 })).toEqual(["detailed balance"]);
    const outward = { ...sound.events[0]!.outward!, sweeps: 1e6 };
    expect(rulesOf(withEvent(0, { outward }))).toEqual(["hitting time"]);
  });
});
