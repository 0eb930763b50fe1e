import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../kernels/protocol/mod.ts";
import { DENO } from "../deno_path.ts";
import { connectStrictly, type Program, startProgram, type StrictClient } from "./kernel_program.ts";

const LINES = 50_000, MEGABYTES = 50;

describe.skipIf(DENO === null)("KernelServer, large cells", () => {
  let program: Program, client: StrictClient;
  beforeAll(async () => {
    program = await startProgram();
    client = await connectStrictly(program);
  });
  afterAll(async () => {
    client.client.close();
    await program.remove();
  });

  test(`loses none of ${LINES} lines, and shows them in order before idle`, async () => {
    const { published, reply } = await client.execute(`for (let i = 0; i < ${LINES}; i++) console.log(i);`);
    expect(reply.content["status"]).toBe("ok");
    const text = published.filter(({ header }) => header.msg_type === "stream").map(({ content }) => content["text"]);
    const lines = text.join("").trimEnd().split("\n");
    expect(lines.length).toBe(LINES);
    expect(lines.every((line, i) => line === String(i))).toBe(true);
  });

  test(`shows a display of ${MEGABYTES} MB whole, between others`, async () => {
    const { published, reply } = await client.execute(`
      const show = (text) => Deno.jupyter.display({ "text/plain": text }, { raw: true });
      await show("before");
      await show("x".repeat(${MEGABYTES}e6));
      await show("after");`);
    expect(reply.content["status"]).toBe("ok");
    const sizes = published.filter(({ header }) => header.msg_type === "display_data")
      .map(({ content }) => String((content["data"] as JsonObject)["text/plain"]).length);
    expect(sizes).toEqual([6, MEGABYTES * 1e6, 5]);
    expect(client.client.badSignatures).toBe(0);
  });
});

/** Milliseconds from the request to reply and idle, the median and the 95th percentile of many cells. */
async function latency(kind: "guard" | "plain"): Promise<[number, number]> {
  const program = await startProgram(kind);
  const client = await connectStrictly(program);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await client.execute("1");
    times.push(performance.now() - start);
  }
  client.client.close();
  await program.remove();
  times.sort((a, b) => a - b);
  return [times[100]!, times[190]!];
}

describe.skipIf(DENO === null)("KernelServer, trivial cells", () => {
  // A time is no verdict on a computer that others share: it is measured and said.
  test("their time beside the plain kernel's is printed", async () => {
    const [plain, plainSlow] = await latency("plain"), [guard, guardSlow] = await latency("guard");
    console.log(
      `A trivial cell: plain ${plain.toFixed(1)} ms (p95 ${plainSlow.toFixed(1)}), guard ${guard.toFixed(1)} ms ` +
        `(p95 ${guardSlow.toFixed(1)}), medians ${(guard / plain).toFixed(1)} : 1`,
    );
    expect(Math.min(plain, guard)).toBeGreaterThan(0);
  });
});
