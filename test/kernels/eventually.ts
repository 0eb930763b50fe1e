import { expect } from "vitest";

/** Only a wait that will never end should fail: a busy computer can need many seconds for what takes milliseconds. */
const LIMIT_MS = 60_000;

/** Waits until what is read meets the assertion, as `expect.poll()` does, which gives up after a second. */
export function eventually<T>(read: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: LIMIT_MS });
}
