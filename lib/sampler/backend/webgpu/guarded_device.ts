import { WebgpuDeviceError } from "./webgpu_error.ts";

/** A device that remembers what went wrong with it, since WebGPU says so only later and aside. */
export class GuardedDevice {
  #failure: string | null = null;
  #closed = false;

  constructor(readonly device: GPUDevice) {
    device.lost.then(({ message, reason }) => {
      // Destroying a device is how it is closed; when the engine did not, somebody else did.
      if (!this.#closed) this.#failure ??= `the device was lost (${message || reason || "no reason given"})`;
    });
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      this.#failure ??= `the device refused a command (${(event as GPUUncapturedErrorEvent).error.message})`;
    });
  }

  /** Throws a WebgpuDeviceError when the device can no longer be used for `action`. */
  check(action: string): void {
    if (this.#closed) throw new WebgpuDeviceError(`Cannot ${action}: the engine is closed; make a new one`);
    if (this.#failure !== null) {
      throw new WebgpuDeviceError(
        `Cannot ${action}: ${this.#failure}; make a new engine and load the spins that were stored last`,
      );
    }
  }

  /** What the device promises, or a WebgpuDeviceError when it failed meanwhile. */
  async settled<T>(action: string, promise: Promise<T>): Promise<T> {
    try {
      const value = await promise;
      this.check(action);
      return value;
    } catch (error) {
      if (error instanceof WebgpuDeviceError) throw error;
      // The reason arrives on a promise of its own, in the same turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.check(action);
      throw new WebgpuDeviceError(
        `Cannot ${action}: the device answered "${error instanceof Error ? error.message : String(error)}"; ` +
          `make a new engine and load the spins that were stored last`,
      );
    }
  }

  close(): void {
    this.#closed = true;
    this.device.destroy();
  }
}
