import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  root,
  // vite does not read deno.json's import map.
  resolve: { alias: { thermolab: `${root}mod.ts` } },
  test: {
    include: ["test/**/*.test.ts"],
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
