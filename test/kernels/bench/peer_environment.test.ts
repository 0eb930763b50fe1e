import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { measureWorkload } from "../../../kernels/bench/measure_workload.ts";
import { PeerEnvironmentError, peerPython } from "../../../kernels/bench/peer_environment.ts";
import { peers } from "../../../kernels/bench/peers.ts";
import { createWorkload } from "../../../kernels/bench/workloads.ts";

let folder = "";
beforeEach(() => folder = mkdtempSync(join(tmpdir(), "thermolab-test-")));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A Python whose environments have a pip that behaves as told, by lines of shell. */
function python(pip: string): string {
  const path = join(folder, "python");
  const made = `#!/bin/sh\\n${pip}\\n`;
  writeFileSync(
    path,
    `#!/bin/sh\nmkdir -p "$3/bin" && printf '${made}' > "$3/bin/python" && chmod +x "$3/bin/python"\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

test.skipIf(process.platform === "win32")("peerPython() says what pip said, and leaves nothing behind", async () => {
  const at = join(folder, "peers");
  const options = { folder: at, python: python("echo No matching distribution found for jax >&2; exit 1") };
  await expect(peerPython(options)).rejects.toThrow(PeerEnvironmentError);
  await expect(peerPython(options)).rejects.toThrow(/-m pip install.* failed: No matching distribution found for jax/);
  expect(readdirSync(at)).toEqual([]);
});

test.skipIf(process.platform === "win32")("peerPython() makes an environment once", async () => {
  const at = join(folder, "peers"), installs: string[] = [];
  const options = { folder: at, python: python("exit 0"), onInstall: (path: string) => void installs.push(path) };
  const first = await peerPython(options);
  expect(existsSync(first)).toBe(true);
  expect(await peerPython(options)).toBe(first);
  expect(installs).toHaveLength(1);
  expect(readdirSync(at)).toHaveLength(1);
});

test("peerPython() says that there is no Python", async () => {
  await expect(peerPython({ folder, python: "no-such-python" })).rejects.toThrow(/no-such-python/);
});

test("peers() that cannot be installed are left out by name, with the reason", async () => {
  const subjects = peers({ python: () => peerPython({ folder, python: "no-such-python" }), folder, cores: 2 });
  const options = { repetitions: 1, seconds: 0.01, progress: () => {}, signal: new AbortController().signal };
  const { rows, notRun } = await measureWorkload(createWorkload("open-60"), subjects, options);
  expect(rows).toEqual([]);
  expect(notRun.map(({ name, threads }) => `${name} ${threads}`)).toEqual(
    ["numpy 1", "jax 1", "jax 2", "jax-tuned 1", "jax-tuned 2", "thrml 1", "thrml 2"],
  );
  for (const { reason } of notRun) expect(reason).toContain("no-such-python");
});
