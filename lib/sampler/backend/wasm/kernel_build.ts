import { Buffer } from "node:buffer";
import { InputError } from "../../../errors.ts";
import { describeValue } from "../../../random/check.ts";
import { PLAIN_BINARY } from "./plain_binary.ts";
import { RELAXED_BINARY } from "./relaxed_binary.ts";

/**
 * The two builds of the kernels: with the vector instructions that every engine has, and with relaxed ones. The relaxed ones
 * are free only outside the values that occur: a table index of 16 or more, and −1 times −1 in fixed point.
 */
export type KernelBuild = "plain" | "relaxed";

const BINARIES = { plain: PLAIN_BINARY, relaxed: RELAXED_BINARY } as const;
const modules = new Map<string, WebAssembly.Module | null>();

/** How a binary says that it takes a memory from outside, and that it shares it: the last byte. */
const SHARED = "\x03env\x06memory\x02\x03", ALONE = 1;

/**
 * The compiled build; null where the engine does not know its instructions. On a memory of its own it is a tenth faster at
 * best, since the engine need not ask again and again how large a memory is that others may let grow.
 */
function moduleOf(build: KernelBuild, shared: boolean): WebAssembly.Module | null {
  const key = `${build} ${shared}`;
  let module = modules.get(key);
  if (module === undefined) {
    const bytes = Buffer.from(BINARIES[build], "base64");
    if (!shared) bytes[bytes.indexOf(SHARED, 0, "latin1") + SHARED.length - 1] = ALONE;
    module = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
    modules.set(key, module);
  }
  return module;
}

/**
 * The build that this engine runs, or why it runs none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = wasmAvailability();
 * assert.ok("absent" in found || ["plain", "relaxed"].includes(found.build));
 * ```
 */
export function wasmAvailability(): { readonly build: KernelBuild } | { readonly absent: string } {
  if (typeof WebAssembly === "undefined") return { absent: "WebAssembly is missing here" };
  if (moduleOf("relaxed", false) !== null) return { build: "relaxed" };
  if (moduleOf("plain", false) !== null) return { build: "plain" };
  return { absent: "WebAssembly has no vector instructions here" };
}

/**
 * The build asked for, or the fastest, for a memory that threads share or one of its own. One that this engine does not run is an InputError.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(chooseBuild("plain").build, "plain");
 * ```
 */
export function chooseBuild(
  asked?: KernelBuild,
  shared = false,
): { readonly build: KernelBuild; readonly module: WebAssembly.Module } {
  const action = "Cannot start the wasm backend", found = wasmAvailability();
  if ("absent" in found) throw new InputError(`${action}: ${found.absent}; use the backend "reference"`);
  if (asked !== undefined && !Object.hasOwn(BINARIES, asked)) {
    throw new InputError(`${action}: build is ${describeValue(asked)}; give "plain" or "relaxed"`);
  }
  const build = asked ?? found.build, module = moduleOf(build, shared);
  if (module === null) {
    throw new InputError(`${action}: build is "${build}", whose instructions this engine does not know; give "plain"`);
  }
  return { build, module };
}
