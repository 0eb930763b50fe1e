import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

// Folders without state of their own: their files share a process, which then loads the library once.
const STATELESS = ["random", "data", "graph", "model", "exact", "sampler", "diagnostics", "predictor", "train"].map(
  (folder) => `test/lib/${folder}/**/*.test.ts`,
);

export default defineConfig({
  root,
  // vite does not read deno.json's import map.
  resolve: { alias: { thermolab: `${root}mod.ts` } },
  test: {
    projects: [
      { extends: true, test: { name: "stateless", include: STATELESS, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: STATELESS } },
    ],
    // The other pools fail under Deno.
    pool: "forks",
    // Many tests wait for a program that they have started.
    maxWorkers: 2,
    // Limits end what hangs and judge nothing: a slow computer is no fault.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    passWithNoTests: false,
  },
});
