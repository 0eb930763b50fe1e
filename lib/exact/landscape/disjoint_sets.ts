/** Union–find over the states, with path halving and union by size (Tarjan, J. ACM 22, 215 (1975)). */
export class DisjointSets {
  readonly #parent: Uint32Array;
  readonly #size: Uint32Array;

  constructor(count: number) {
    this.#parent = Uint32Array.from({ length: count }, (_, s) => s);
    this.#size = new Uint32Array(count).fill(1);
  }

  /** The state that stands for the set of another. */
  find(state: number): number {
    const parent = this.#parent;
    let s = state;
    while (parent[s] !== s) {
      parent[s] = parent[parent[s]!]!;
      s = parent[s]!;
    }
    return s;
  }

  /** Joins two different sets, given by what stands for them, and returns what stands for the union. */
  join(a: number, b: number): number {
    const [large, small] = this.#size[a]! >= this.#size[b]! ? [a, b] : [b, a];
    this.#parent[small] = large;
    this.#size[large]! += this.#size[small]!;
    return large;
  }
}
