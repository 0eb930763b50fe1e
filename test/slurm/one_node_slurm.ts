import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism, hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { findProgram } from "../../kernels/specs/mod.ts";

/** Debian keeps daemons where only root looks. */
const PATH = `${process.env["PATH"] ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`;
const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "scancel", "scontrol", "sinfo"];
const LIMIT_MS = 60_000;

/** A Slurm with one node, this computer, in a temporary folder. */
export interface OneNodeSlurm {
  /** What programs need that talk to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends its processes and removes the folder. */
  stop(): Promise<void>;
}

/** Which of Slurm's programs is not installed; `null` when all are. */
export function missingProgram(): string | null {
  const search = { environment: { PATH }, platform: process.platform };
  return PROGRAMS.find((name) => findProgram([name], search) === null) ?? null;
}

/**
 * Starts munge, the controller and the daemon of one node, without accounts, and waits until the node is idle. Nothing outside
 * of the temporary folder is touched.
 *
 * @throws {Error} With the logs, when the node does not come up.
 */
export async function startSlurm(): Promise<OneNodeSlurm> {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-slurm-")), at = (name: string): string => join(folder, name);
  // Munge wants its socket to be reachable by everyone, and its key by nobody else.
  chmodSync(folder, 0o755);
  for (const name of ["spool", "state"]) mkdirSync(at(name));
  writeFileSync(at("munge.key"), randomBytes(128), { mode: 0o400 });
  const [controller, daemon] = await Promise.all([freePort(), freePort()]);
  const host = hostname().split(".")[0]!, user = userInfo().username;
  writeFileSync(
    at("slurm.conf"),
    [
      "ClusterName=thermolab",
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${controller}`,
      `SlurmdPort=${daemon}`,
      `SlurmUser=${user}`,
      `SlurmdUser=${user}`,
      "AuthType=auth/munge",
      `AuthInfo=socket=${at("munge.socket")}`,
      "CredType=cred/munge",
      "ProctrackType=proctrack/linuxproc",
      "TaskPlugin=task/none",
      "SelectType=select/cons_tres",
      "SelectTypeParameters=CR_Core",
      "AccountingStorageType=accounting_storage/none",
      "JobAcctGatherType=jobacct_gather/none",
      "MpiDefault=none",
      "ReturnToService=2",
      "KillWait=2",
      `StateSaveLocation=${at("state")}`,
      `SlurmdSpoolDir=${at("spool")}`,
      `SlurmctldPidFile=${at("slurmctld.pid")}`,
      `SlurmdPidFile=${at("slurmd.pid")}`,
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
      `PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
      "",
    ].join("\n"),
  );
  const environment = { PATH, SLURM_CONF: at("slurm.conf") };
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: string[]): void => {
    const log = openSync(at(`${program}.log`), "a");
    const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ["ignore", log, log] });
    child.on("error", () => {});
    daemons.push(child);
  };
  const ask = (program: string, ...args: string[]) =>
    spawnSync(program, args, { env: { ...process.env, ...environment }, encoding: "utf8" });
  const stop = async (): Promise<void> => {
    if (daemons.length > 1) ask("scancel", `--user=${user}`);
    for (const child of daemons.toReversed()) {
      const ended = new Promise((done) => child.once("close", done));
      if (child.exitCode !== null || child.signalCode !== null || !child.kill("SIGTERM")) continue;
      await Promise.race([ended, sleep(10_000).then(() => child.kill("SIGKILL"))]);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    start(
      "munged",
      "--foreground",
      "--force",
      `--key-file=${at("munge.key")}`,
      `--socket=${at("munge.socket")}`,
      `--pid-file=${at("munged.pid")}`,
      `--log-file=${at("munge.log")}`,
      `--seed-file=${at("munge.seed")}`,
      "--num-threads=2",
    );
    await until(() => existsSync(at("munge.socket")));
    start("slurmctld", "-D");
    start("slurmd", "-D", "-N", host);
    await until(() => /^idle/.test(ask("sinfo", "--noheader", "--format=%T").stdout ?? ""));
    return { environment, stop };
  } catch (error) {
    const logs = ["munged", "munge", "slurmctld", "slurmd"].filter((name) => existsSync(at(`${name}.log`)))
      .map((name) => `${name}: ${readFileSync(at(`${name}.log`), "utf8").slice(-2000)}`);
    await stop();
    throw new Error(`Could not start Slurm: ${(error as Error).message}\n${logs.join("\n")}`);
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (const began = performance.now(); !holds();) {
    if (performance.now() - began > LIMIT_MS) throw new Error(`no answer in ${LIMIT_MS / 1000} s`);
    await sleep(100);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
