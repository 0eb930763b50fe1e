import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingDeclarations } from "./dist.ts";

test("missingDeclarations() names a declaration that another one needs and that is not there", () => {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-dist-"));
  writeFileSync(
    join(folder, "mod.d.ts"),
    '/** import("./no.js") */ export * from "./a.js";\nexport * from "./b.js";\n',
  );
  writeFileSync(join(folder, "a.d.ts"), 'export type A = import("./mod.js").B;\n');
  expect(missingDeclarations(folder, "mod.d.ts")).toEqual([`"${join(folder, "b.d.ts")}" is missing`]);
  writeFileSync(join(folder, "b.d.ts"), "export type B = 1;\n");
  expect(missingDeclarations(folder, "mod.d.ts")).toEqual([]);
  rmSync(folder, { recursive: true });
});
