import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: { include: ["test/tools/failing/*.failing.ts"], pool: "forks", maxWorkers: 1 },
});
