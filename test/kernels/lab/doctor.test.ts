import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectBadInput, folder, lab, STARTS_LAB } from "./cli.ts";

interface Report {
  readonly lines: {
    group: string;
    name: string;
    state: string;
    text: string;
    remedy: string | null;
    leaves: string | null;
  }[];
  readonly notChecked: { what: string; because: string; remedy: string | null }[];
}

describe.runIf(STARTS_LAB)("lab doctor", () => {
  test("on a bare computer names what is missing, how to get it, and what stays unchecked, and exits 0", async () => {
    const at = folder();
    const environment = {
      PATH: at,
      JUPYTER_DATA_DIR: join(at, "jupyter"),
      JUPYTER_PATH: "",
      THERMOLAB_MNIST: "",
      XDG_CACHE_HOME: join(at, "cache"),
    };
    const { code, stdout } = await lab(at, ["doctor", "--json"], { environment });
    expect(code).toBe(0);
    const { lines, notChecked }: Report = JSON.parse(stdout);
    const line = (name: string) => lines.find((line) => line.name === name)!;
    for (const name of ["Node", "git", "Chromium", "jupyter", "Python", "gcc", "Slurm", "MNIST"]) {
      expect(line(name).state, name).toBe("none");
      expect(line(name).remedy, name).toBeTruthy();
    }
    expect(line("commits").text).toMatch(/git cannot be started/);
    expect(line("deno").remedy).toMatch(/task lab kernels install$/);
    expect(line("guard").text).toMatch(/^0 of 300 /);
    expect(line("plain kernel").text).toMatch(/^\d+ of 300 /);
    expect(line("Deno").state).toBe("good");
    expect(line("wasm").text).toMatch(/^relaxed vector instructions; 1 (thread|to \d+ threads)$/);
    expect(notChecked.map(({ what }) => what)).toEqual(
      lines.filter(({ leaves }) => leaves !== null).map(({ leaves }) => leaves),
    );
    expect(notChecked.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        "the order of commits: registration before results",
        "sweeps as Slurm job arrays",
        "the samplers beside thrml, JAX and NumPy",
      ]),
    );
  });

  test("prints a line each, with the remedy below it", async () => {
    const at = folder();
    await lab(at, ["kernels", "install"], { environment: { JUPYTER_DATA_DIR: join(at, "jupyter") } });
    const environment = { JUPYTER_DATA_DIR: join(at, "jupyter"), THERMOLAB_MNIST: at };
    const { code, stdout } = await lab(at, ["doctor"], { environment });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ ! MNIST +Cannot .*it holds no images to train on/m);
    expect(stdout).toMatch(/^Versions\n {3}Deno +2\.9\.6 \(V8 .*, TypeScript .*\)\n/);
    expect(stdout).toContain(join(at, "jupyter/kernels/deno/kernel.json"));
    expect(stdout).toMatch(/^ {3}guard +0 of 300 /m);
    expect(stdout).toMatch(/\n\nNOT CHECKED on this computer/);
  });

  test("refuses arguments that it does not know", async () => {
    await expectBadInput(folder(), ["doctor", "patient"], '"patient"');
    await expectBadInput(folder(), ["doctor", "--jsn"], '"--jsn"');
  });
});
