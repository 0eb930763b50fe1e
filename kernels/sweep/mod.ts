/**
 * Who makes the cells of a sweep: workers on this computer, or the tasks of a Slurm job array; and the progress of both.
 *
 * @module
 */
export * from "./engine.ts";
export * from "./local_engine.ts";
export * from "./slurm/run_program.ts";
export * from "./slurm/sbatch_options.ts";
export * from "./slurm/slurm_engine.ts";
export * from "./slurm/task_states.ts";
export * from "./sweep_progress.ts";
