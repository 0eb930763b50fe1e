import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectBadInput, file, folder, lab, STARTS_LAB } from "../lab/cli.ts";

const SCHEMA = new URL("../../../kernels/bench/report.schema.json", import.meta.url);

describe.runIf(STARTS_LAB)("lab bench", () => {
  test.each([
    [["--workload", "open-61"], '"open-61"'],
    [["open-60"], '"open-60"'],
    [["--repetitions", "0"], '"0"'],
    [["--repetitions", "1.5"], '"1.5"'],
    [["--seconds", "-1"], '"-1"'],
    [["--seconds", "NaN"], '"NaN"'],
    [["--threads", "2"], '"--threads"'],
    [["--peers-dir", "peers"], '"peers"'],
    [["--peers", "--peers-dir", "a-file"], '"a-file"'],
  ])("lab bench names %j", async (args, value) => {
    const at = folder();
    file(at, "a-file", "");
    await expectBadInput(at, ["bench", ...args], value);
    await expectBadInput(at, ["bench", ...args, "--json"], value);
  });

  test("lab bench --json prints its report and nothing else, progress on standard error", async () => {
    const at = folder();
    const args = ["--json", "--workload", "single-chain", "--repetitions", "1", "--seconds", "0.02"];
    const { code, stdout, stderr } = await lab(at, ["bench", ...args]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.results[0].workload).toBe("single-chain");
    expect(stderr).toMatch(/^single-chain: reference, 1 thread …$/m);
  });
});
