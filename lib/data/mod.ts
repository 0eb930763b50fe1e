export type { NumberTable } from "./npy.ts";
