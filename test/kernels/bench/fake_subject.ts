import type { MeanEnergy, Measurement, Subject } from "../../../kernels/bench/subject.ts";

/** A sampler of the tests: its rates come from a list, and it notes in `log` what is done with it. */
export function fakeSubject(
  name: string,
  rates: readonly number[],
  log: string[],
  more: { kind?: Subject["kind"]; threads?: number; energy?: MeanEnergy; fails?: "open" | "measure" } = {},
): Subject {
  const { kind = "ours", threads = 1, energy = { mean: -1, error: 0.01 }, fails } = more;
  let turn = 0;
  return {
    kind,
    name,
    threads,
    takes: () => true,
    open: () => {
      log.push(`${name} opens`);
      if (fails === "open") return Promise.reject(new Error(`${name} is not at home`));
      return Promise.resolve({
        version: kind === "ours" ? null : "1.0",
        formulation: "from a list",
        threads,
        measure: (): Promise<Measurement> => {
          log.push(`${name} runs`);
          if (fails === "measure" && turn === 1) return Promise.reject(new Error(`${name} fell over`));
          const updates = rates[turn++]!;
          return Promise.resolve({
            updates,
            wallSeconds: 1,
            cpuSeconds: 2,
            undecidedShare: kind === "ours" ? 0.25 : null,
          });
        },
        law: () => Promise.resolve(energy),
        close: () => {
          log.push(`${name} closes`);
          return Promise.resolve();
        },
      });
    },
  };
}
