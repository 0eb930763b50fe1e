import { InputError, ThermolabError } from "../../../errors.ts";

/** WebGPU was asked for where there is none. */
export class WebgpuAbsentError extends InputError {
  override name = "WebgpuAbsentError";
}

/** The device was lost or closed, or it refused what it was given. */
export class WebgpuDeviceError extends ThermolabError {
  override name = "WebgpuDeviceError";
}
