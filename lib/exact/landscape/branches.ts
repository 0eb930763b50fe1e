import { CompensatedSums } from "./compensated_sums.ts";

/** Masses whose relative difference is at most this are equal. */
const MASS_TIE = 1e-9;

/** What made one component the deeper of two: a lower minimum, a larger mass, or, both being equal, a lower state index. */
export type DepthRule = "energy" | "mass" | "index";

/**
 * The branches of a merge tree while it grows: components of {E ≤ level}, numbered in order of birth. Energies are given as
 * levels, masses and cut flows as compensated sums.
 */
export class Branches {
  /** Level of the lowest states. */
  readonly minimumLevel: number[] = [];
  /** The lowest index among the states at the bottom of the deepest branch. */
  readonly minimumState: number[] = [];
  /** Level at which the branch begins. */
  readonly birthLevel: number[] = [];
  /** Level at which the branch joins others, −1 until it does. */
  readonly saddleLevel: number[] = [];
  readonly parent: number[] = [];
  /** Deepest first. */
  readonly children: number[][] = [];
  readonly states: number[] = [];
  readonly mass = new CompensatedSums();
  /** Stationary flow of one step through the boundary of the component, times the number of spins. */
  readonly flow = new CompensatedSums();
  readonly #total = new CompensatedSums();

  constructor(weights: Float64Array) {
    this.#total.open();
    for (const weight of weights) this.#total.add(0, weight);
  }

  get count(): number {
    return this.parent.length;
  }

  /** The mass of everything outside of a component. */
  complement(node: number): number {
    return this.#total.less(0, this.mass, node);
  }

  /** A component that begins as a plateau without lower neighbours. */
  leaf(level: number, state: number): number {
    return this.#open(level, level, state, []);
  }

  /** The component that several become when they join at a level. */
  merge(level: number, parts: readonly number[]): number {
    const children = this.#byDepth(parts), deepest = children[0]!;
    const node = this.#open(level, this.minimumLevel[deepest]!, this.minimumState[deepest]!, children);
    for (const child of children) {
      this.parent[child] = node;
      this.saddleLevel[child] = level;
      this.states[node]! += this.states[child]!;
      this.mass.join(node, child);
      this.flow.join(node, child);
    }
    return node;
  }

  /** Which rule makes the first of two components the deeper one. */
  decidedBy(deeper: number, shallower: number): DepthRule {
    if (this.minimumLevel[deeper] !== this.minimumLevel[shallower]) return "energy";
    return this.mass.value(deeper) * (1 - MASS_TIE) > this.mass.value(shallower) ? "mass" : "index";
  }

  /** Lowest minimum first; then the largest mass; then the lowest index of the minimum. */
  #byDepth(parts: readonly number[]): number[] {
    const rest = [...parts], sorted: number[] = [];
    while (rest.length > 0) {
      const lowest = Math.min(...rest.map((node) => this.minimumLevel[node]!));
      const low = rest.filter((node) => this.minimumLevel[node] === lowest);
      const largest = Math.max(...low.map((node) => this.mass.value(node)));
      const heavy = low.filter((node) => this.mass.value(node) >= largest * (1 - MASS_TIE));
      const next = heavy.reduce((a, b) => this.minimumState[a]! < this.minimumState[b]! ? a : b);
      sorted.push(next);
      rest.splice(rest.indexOf(next), 1);
    }
    return sorted;
  }

  #open(birth: number, minimum: number, state: number, children: number[]): number {
    this.minimumLevel.push(minimum);
    this.minimumState.push(state);
    this.birthLevel.push(birth);
    this.saddleLevel.push(-1);
    this.children.push(children);
    this.states.push(0);
    this.mass.open();
    this.flow.open();
    return this.parent.push(-1) - 1;
  }
}
