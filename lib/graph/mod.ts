export * from "./adjacency.ts";
export * from "./bipartite_graph.ts";
export * from "./check_blocks.ts";
export * from "./colouring.ts";
export * from "./complete_graph.ts";
export { createGraph, MAXIMUM_EDGES, MAXIMUM_VERTICES } from "./create_graph.ts";
export type { Graph } from "./graph.ts";
