/** An undirected simple graph as an edge list; edge `e` joins `from[e]` and `to[e]`. */
export interface Graph {
  readonly vertexCount: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}
