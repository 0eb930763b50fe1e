import { afterEach, describe, expect, test, vi } from "vitest";
import { InputError, SizeError } from "../../../../../lib/errors.ts";
import { webgpuAvailability } from "../../../../../lib/sampler/backend/webgpu/availability.ts";
import { createWebgpuEngine, engineOn, memoryPlan } from "../../../../../lib/sampler/backend/webgpu/webgpu_engine.ts";
import { WebgpuAbsentError, WebgpuDeviceError } from "../../../../../lib/sampler/backend/webgpu/webgpu_error.ts";
import { needsAdapter } from "./adapter.ts";
import { randomRbm, randomStart, taskOf } from "./same_chains.ts";

const task = taskOf(randomRbm(7, 10, 6, 0.5), { chains: 4 });
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("webgpuAvailability()", () => {
  const NONE: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    "no navigator": [undefined, /runtime has no WebGPU/],
    "a navigator without gpu": [{}, /runtime has no WebGPU/],
    "no adapter": [{ gpu: { requestAdapter: () => Promise.resolve(null) } }, /no adapter was found/],
    "a driver that fails": [{ gpu: { requestAdapter: () => Promise.reject(new Error("broken")) } }, /"broken"/],
  };
  for (const [name, [navigator, reason]] of Object.entries(NONE)) {
    test(`says why there is none, and createWebgpuEngine() throws it: ${name}`, async () => {
      vi.stubGlobal("navigator", navigator);
      expect(await webgpuAvailability()).toEqual({ absent: expect.stringMatching(reason) });
      const failure = await createWebgpuEngine(task).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(WebgpuAbsentError);
      expect(failure).toBeInstanceOf(InputError);
      expect((failure as Error).message).toMatch(/^Cannot run on the backend "webgpu": .*"wasm" or "reference".*[^.]$/);
    });
  }

  test("names the adapter, and says when it computes on the processor", async (context) => {
    needsAdapter(context);
    const found = await webgpuAvailability() as { adapter: string; fallback: boolean };
    const engine = await createWebgpuEngine(task, { powerPreference: "low-power" });
    expect(engine.backend).toBe("webgpu");
    expect(engine.device.includes("on the processor")).toBe(found.fallback);
    if (/llvmpipe|lavapipe|swiftshader/i.test(found.adapter)) expect(found.fallback).toBe(true);
    await engine.close();
  });
});

describe("createWebgpuEngine()", () => {
  test("refuses what no buffer of the adapter holds, before it opens a device", async () => {
    const requestDevice = vi.fn(), limits = { maxStorageBufferBindingSize: 255, maxBufferSize: 2 ** 28 };
    vi.stubGlobal("navigator", { gpu: { requestAdapter: () => Promise.resolve({ limits, requestDevice }) } });
    const failure = await createWebgpuEngine(task).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SizeError);
    expect((failure as Error).message).toMatch(/buffer for the spins takes 1 MiB.*fewer chains/);
    expect(requestDevice).not.toHaveBeenCalled();
  });

  test("throws a WebgpuDeviceError when the device does not open", async () => {
    const limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };
    const requestDevice = () => Promise.reject(new Error("busy"));
    const adapter = { limits, requestDevice, info: { description: "stub" } };
    vi.stubGlobal("navigator", { gpu: { requestAdapter: () => Promise.resolve(adapter) } });
    await expect(createWebgpuEngine(task)).rejects.toThrow(WebgpuDeviceError);
  });

  test("throws a WebgpuDeviceError on every call after close()", async (context) => {
    needsAdapter(context);
    const engine = await createWebgpuEngine(task);
    await engine.close();
    const packed = randomStart(task);
    for (const call of [() => engine.load(packed), () => engine.run(0, 1), () => engine.store(packed)]) {
      await expect(call()).rejects.toThrow(/the engine is closed; make a new one$/);
    }
    expect(() => engine.setWeights(task.weights)).toThrow(WebgpuDeviceError);
    await engine.close();
  });

  test("throws a WebgpuDeviceError when the device is lost", async (context) => {
    needsAdapter(context);
    const device = await (await navigator.gpu.requestAdapter())!.requestDevice();
    const engine = await engineOn(device, memoryPlan(task), "lost");
    await engine.load(randomStart(task));
    device.destroy();
    await expect((async () => await engine.run(0, 3))()).rejects.toThrow(WebgpuDeviceError);
    await expect((async () => await engine.run(0, 3))()).rejects.toThrow(/^Cannot run sweeps: the device was lost/);
  });

  test("throws a WebgpuDeviceError when the device refuses a command", async (context) => {
    needsAdapter(context);
    const device = await (await navigator.gpu.requestAdapter())!.requestDevice(), plan = memoryPlan(task);
    // Room for one word where a sample takes sixteen.
    const engine = await engineOn(device, { ...plan, sizes: { ...plan.sizes, packed: 4 } }, "short");
    await expect((async () => await engine.store(randomStart(task)))()).rejects.toThrow(WebgpuDeviceError);
    await engine.close();
  });
});
