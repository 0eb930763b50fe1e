/**
 * Kernelspecs: what tells Jupyter how to start a kernel. Install, list, uninstall.
 *
 * @module
 */
export { findProgram, type SearchPath } from "./find_program.ts";
export { findTslab, type Tslab } from "./find_tslab.ts";
export { guardKernelSpec } from "./guard_kernel_spec.ts";
export { installKernelSpec, type InstallOutcome } from "./install_kernel_spec.ts";
export { isOurs, KERNEL_NAME, type KernelSpec, OWN_METADATA, TSLAB_NAME } from "./kernel_spec.ts";
export { jupyterDataFolder, kernelsFolder, type Surroundings } from "./kernels_folder.ts";
export { type ListedKernelSpec, listKernelSpecs } from "./list_kernel_specs.ts";
export { tslabKernelSpec } from "./tslab_kernel_spec.ts";
export { uninstallKernelSpec } from "./uninstall_kernel_spec.ts";
