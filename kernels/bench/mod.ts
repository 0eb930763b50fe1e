/**
 * Throughput of the backends, and of other samplers beside them in one run.
 *
 * @module
 */
export { bench, type BenchOptions } from "./bench.ts";
export { nativeSubjects } from "./native_subjects.ts";
export { ownSubjects } from "./own_subjects.ts";
export { type PeerEnvironmentOptions, peerPython } from "./peer_environment.ts";
export { PEER_NAMES, type PeerOptions, peers } from "./peers.ts";
export type { BenchReport, BenchRow, IssueLimit, NotRun, OtherRow, OwnRow, Ratio, Scaling } from "./report.ts";
export type { Session, Subject } from "./subject.ts";
export type { Workload } from "./workload.ts";
export { createWorkload, type WorkloadName, WORKLOADS } from "./workloads.ts";
