export * from "./counter.ts";
export * from "./gaussian.ts";
export * from "./philox.ts";
export * from "./purpose.ts";
export { checkSeed } from "./seed.ts";
export * from "./stream.ts";
export * from "./uniform.ts";
