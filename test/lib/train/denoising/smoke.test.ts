import { describe, expect, test } from "vitest";
import { ONE_STEP, smokeAccuracies, type SmokeModel, TWO_STEPS } from "./smoke_models.ts";

/** Mean accuracies of four runs: one run differs from another by more than chance, since nothing holds the weights back. */
async function accuracies(smoke: SmokeModel, epochs?: number): Promise<{ conditional: number; free: number }> {
  let conditional = 0, free = 0;
  for (const seed of [1, 2, 3, 4]) {
    const found = await smokeAccuracies(smoke, seed, epochs);
    conditional += found.conditional / 4;
    free += found.free / 4;
  }
  return { conditional, free };
}

// dtm-replication, commit 7c22d19: the settings and the gates of its smoke tests, 80 % with the label held and 60 % without.
describe("smoke models", () => {
  test.each([["one step on 6 × 6 spins", ONE_STEP], ["two steps on 8 × 8 spins", TWO_STEPS]])(
    "createDenoisingTrainer() reaches the published accuracies: %s",
    async (_, smoke) => {
      const { conditional, free } = await accuracies(smoke);
      expect(conditional).toBeGreaterThanOrEqual(0.8);
      expect(free).toBeGreaterThanOrEqual(0.6);
    },
  );

  test("smokeAccuracies() of models without training miss the gates by far", async () => {
    for (const smoke of [ONE_STEP, TWO_STEPS]) {
      const { conditional, free } = await accuracies(smoke, 0);
      expect(Math.max(conditional, free)).toBeLessThan(0.3);
    }
  });
});
