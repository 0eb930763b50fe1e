import { SizeError } from "../errors.ts";

/** A figure that the model is too large for, with the reason. */
export interface NotComputed {
  readonly notComputed: string;
}

/** The figure, or the reason why the model is too large for it. */
export function unlessTooLarge<T>(compute: () => T): T | NotComputed {
  try {
    return compute();
  } catch (error) {
    if (error instanceof SizeError) return { notComputed: error.message };
    throw error;
  }
}

/** Whether a value stands for a figure that was not computed. */
export function isNotComputed(value: unknown): value is NotComputed {
  return typeof value === "object" && value !== null && "notComputed" in value;
}
