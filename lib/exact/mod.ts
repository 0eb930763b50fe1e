export {
  autocorrelationTime,
  type KernelStructure,
  kernelStructure,
  perObservable,
  type TimeUnit,
} from "./kernel_structure.ts";
export { denseResolution } from "./dense_spectrum.ts";
export { fullSpectrum } from "./full_spectrum.ts";
export { isReversible, isSingleSite, KERNEL_NAMES, type KernelName, parseKernelName } from "./kernel_name.ts";
export { type KernelResiduals, kernelResiduals } from "./kernel_residuals.ts";
export * from "./landscape/mod.ts";
export * from "./large/mod.ts";
export { type BoltzmannLaw, boltzmannLaw, MAXIMUM_EXACT_SPINS } from "./law.ts";
export { type ObservableOrbits, observableOrbits } from "./observable_orbits.ts";
export { centre, observableFunction, observableMeans, productFunction } from "./observables.ts";
export type { ExactBackend } from "./pair_engine.ts";
export { fullSpace, type Parity, type Sector, sectors } from "./sector.ts";
export { slowestMode, type SlowMode, slowModes } from "./slow_modes.ts";
export type { SpectralLine, SpectralResolution } from "./spectral_lines.ts";
export { type ResolutionOptions, spectralResolution, type SpectrumRoute } from "./spectral_resolution.ts";
export { sweepGap } from "./sweep.ts";
export { type OperatorOptions, TransitionOperator } from "./transition_operator.ts";
