/** Runs the entry point `main` of a shader on the words given (binding 0), with `tables` at binding 2; returns binding 1. */
export async function onDevice(
  code: string,
  given: Uint32Array,
  tables: Uint32Array,
  outWords: number,
  items: number,
): Promise<Uint32Array> {
  const adapter = await navigator.gpu.requestAdapter(), device = await adapter!.requestDevice();
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const filled = (words: Uint32Array) => {
    const buffer = device.createBuffer({ size: words.byteLength, usage: STORAGE | COPY_DST });
    device.queue.writeBuffer(buffer, 0, new Uint32Array(words));
    return buffer;
  };
  const output = device.createBuffer({ size: 4 * outWords, usage: STORAGE | COPY_SRC });
  const read = device.createBuffer({ size: 4 * outWords, usage: MAP_READ | COPY_DST });
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
  });
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [filled(given), output, filled(tables)].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const encoder = device.createCommandEncoder(), pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(Math.ceil(items / 64));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, read, 0, 4 * outWords);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const made = new Uint32Array(read.getMappedRange().slice(0));
  device.destroy();
  return made;
}
