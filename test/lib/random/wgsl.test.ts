import { beforeAll, expect, test } from "vitest";
import { philox4x32 } from "../../../lib/random/philox.ts";
import { openWord, weave4x32 } from "../../../lib/random/weave.ts";
import { RANDOM_WGSL } from "../../../lib/random/wgsl.ts";
import { CounterGenerator } from "../../../lib/random/counter.ts";
import { freshSeed } from "./statistics.ts";
import vectors from "./weave_vectors.json" with { type: "json" };

const SHADER = `${RANDOM_WGSL}
@group(0) @binding(0) var<storage, read> given: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> made: array<vec4<u32>>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= arrayLength(&given)) { return; }
  let v = given[k];
  let opened = vec4<u32>(open_word(v.x, 0u), open_word(v.y, 1u), open_word(v.z, 2u), open_word(v.w, 3u));
  made[2u * k] = weave_4x32(opened);
  made[2u * k + 1u] = philox_4x32(v, v.zw);
}`;

/** The same as the shader, by the library. */
function expected(given: Uint32Array): Uint32Array {
  const made = new Uint32Array(2 * given.length), words = new Uint32Array(4);
  for (let k = 0; k < given.length; k += 4) {
    for (const j of [0, 1, 2, 3] as const) words[j] = openWord(given[k + j]!, j);
    weave4x32(words, words);
    made.set(words, 2 * k);
    philox4x32(given.subarray(k, k + 4), given.subarray(k + 2, k + 4), words);
    made.set(words, 2 * k + 4);
  }
  return made;
}

async function onDevice(device: GPUDevice, given: Uint32Array<ArrayBuffer>, code: string): Promise<Uint32Array> {
  const bytes = 2 * given.byteLength;
  const input = device.createBuffer({
    size: given.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  const output = device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const read = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(input, 0, given);
  const module = device.createShaderModule({ code });
  const pipeline = device.createComputePipeline({ layout: "auto", compute: { module, entryPoint: "main" } });
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer: input } }, { binding: 1, resource: { buffer: output } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(Math.ceil(given.length / 256));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, read, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const made = new Uint32Array(read.getMappedRange().slice(0));
  for (const buffer of [input, output, read]) buffer.destroy();
  return made;
}

let device: GPUDevice | undefined;
beforeAll(async () => {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  device = await adapter?.requestDevice();
  console.log(device ? `RANDOM_WGSL: on ${adapter!.info.description}` : "RANDOM_WGSL: NOT RUN, no WebGPU adapter here");
});

test("RANDOM_WGSL gives the words of weave4x32() and philox4x32() on the device", async (context) => {
  if (device === undefined) return context.skip("NOT RUN: no WebGPU adapter here");
  const given = new Uint32Array(4 * 5000), random = new CounterGenerator(freshSeed("RANDOM_WGSL"), "test");
  vectors.opened.forEach(({ words }, k) => given.set(words, 4 * k));
  for (let k = vectors.opened.length; k < 5000; k++) given.set(random.fill(0, 0, k), 4 * k);
  expect(await onDevice(device, given, SHADER)).toEqual(expected(given));
  const altered = SHADER.replace("round < 3", "round < 2");
  expect(await onDevice(device, given, altered), "control: two rounds").not.toEqual(expected(given));
});
