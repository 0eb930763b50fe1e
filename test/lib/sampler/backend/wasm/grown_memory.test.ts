import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { bytesOf, createMemory } from "../../../../../lib/sampler/backend/wasm/station.ts";
import { startThread } from "../../../../../lib/sampler/backend/wasm/thread_station.ts";

const PAGE = 65536, ROUNDS = 200;

const section = (id: number, bytes: readonly number[]) => [id, bytes.length, ...bytes];
const text = (name: string) => [name.length, ...new TextEncoder().encode(name)];
/** `fill(at)` fills one byte of the shared memory with 1: a bulk instruction, whose bounds the engine checks by the size it knows. */
const FILL = new WebAssembly.Module(Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, 1, 0x7f, 0]),
  ...section(2, [1, ...text("env"), ...text("memory"), 2, 3, 1, 0x80, 0x80, 4]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...text("fill"), 0, 0]),
  ...section(10, [1, 11, 0, 0x20, 0, 0x41, 1, 0x41, 1, 0xfc, 11, 0, 11]),
]));

// A deterministic claim: no false alarm. Without the look at the size, Node 20 fails within some fifty rounds on two cores.
test("a thread knows the size of a memory that grew in the moment of its taking it over", async () => {
  if (availableParallelism() === 1) {
    return console.log("NOT RUN: a race of two threads, since the processor has one core");
  }
  const start = startThread();
  const handOver = async (wait: number) => {
    const memory = createMemory(true), station = start(FILL, memory), until = performance.now() + wait;
    while (performance.now() < until);
    const size = bytesOf(memory, 10 * PAGE).length;
    await station.perform([["fill", size - 1]]);
    expect(bytesOf(memory, 0)[size - 1]).toBe(1);
    return station;
  };
  const began = performance.now();
  for (let round = 0; round < ROUNDS / 2; round++) await handOver(0);
  const trip = (performance.now() - began) / (ROUNDS / 2);
  for (let round = 0; round < ROUNDS; round++) await handOver(trip * round / ROUNDS);
  await (await handOver(0)).close();
});
