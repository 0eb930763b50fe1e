/**
 * Kernelspecs: what tells Jupyter how to start a kernel. Install, list, uninstall.
 *
 * @module
 */
export { type DenoKernelSpec, denoKernelSpec, isOurs, KERNEL_NAME } from "./deno_kernel_spec.ts";
export { installKernelSpec, type InstallOutcome } from "./install_kernel_spec.ts";
export { jupyterDataFolder, kernelsFolder, type Surroundings } from "./kernels_folder.ts";
export { type ListedKernelSpec, listKernelSpecs } from "./list_kernel_specs.ts";
export { uninstallKernelSpec } from "./uninstall_kernel_spec.ts";
