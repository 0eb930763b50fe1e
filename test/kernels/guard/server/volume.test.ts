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
