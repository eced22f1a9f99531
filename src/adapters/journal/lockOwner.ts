// Who holds a lock, as text that fits into a file name, and whether that process still lives: a number alone may be another's by now.
import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { errnoOf } from "../../shared/diskErrors.ts";

/** What this computer tells of itself and its processes. */
export interface Machine {
  readonly pid: number;
  /** A pseudo-file of Linux; null where there is none. */
  readonly readProc: (path: string) => string | null;
  readonly doesRun: (pid: number) => boolean;
  /** Since the start of the computer; only grows until it is started again. */
  readonly uptimeSeconds: () => number;
  readonly nowMs: () => number;
}

/** This process on this computer. */
export const thisMachine: Machine = {
  pid: process.pid,
  readProc: (path) => {
    try {
      return readFileSync(path, "latin1");
    } catch {
      return null;
    }
  },
  doesRun: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: it lives, and belongs to someone else.
      return errnoOf(error) !== "ESRCH";
    }
  },
  uptimeSeconds: uptime,
  nowMs: () => Date.now(),
};

/**
 * Names this process. Linux: number, time of its start in clock ticks since the computer's, and the id of that start of the
 * computer; together they are never another's. Elsewhere: number, present time in ms and seconds since the computer's start.
 */
export function ownerName(machine: Machine): string {
  const { pid } = machine;
  const boot = bootIdOf(machine);
  const started = startTicksOf(machine, pid);
  if (boot !== null && started !== null) return `${pid}-${started}-${boot}`;
  const uptimeSeconds = Math.floor(machine.uptimeSeconds());
  return `${pid}-at${Math.floor(machine.nowMs())}-up${uptimeSeconds}`;
}

/** False once the process so named has ended. Where that cannot be known it counts as living: two writers are worse than a wait. */
export function doesOwnerLive(name: string, machine: Machine): boolean {
  const onLinux = /^(\d+)-(\d+)-([0-9a-f]{32})$/.exec(name);
  const elsewhere = /^(\d+)-at(\d+)-up(\d+)$/.exec(name);
  const pid = Number((onLinux ?? elsewhere)?.[1] ?? 0);
  // Our own number, and this process does not hold it: an earlier one had the same, or the disk refused to remove it.
  if (pid <= 0 || pid === machine.pid) return false;
  if (elsewhere !== null)
    return (
      !isBeforeBoot(Number(elsewhere[2]), Number(elsewhere[3]), machine) &&
      machine.doesRun(pid)
    );
  const boot = bootIdOf(machine);
  if (boot === null) return machine.doesRun(pid);
  return boot === onLinux?.[3] && startTicksOf(machine, pid) === onLinux[2];
}

/** How far a clock may be set forward before a process seems to be from before the computer's start. */
const clockToleranceMs = 5 * 60_000;

function isBeforeBoot(
  atMs: number,
  uptimeSeconds: number,
  machine: Machine,
): boolean {
  const nowUptimeSeconds = machine.uptimeSeconds();
  // No clock can be set so that it becomes less.
  if (Math.ceil(nowUptimeSeconds) < uptimeSeconds) return true;
  const bootedAtMs = machine.nowMs() - nowUptimeSeconds * 1000;
  return atMs < bootedAtMs - clockToleranceMs;
}

function bootIdOf({ readProc }: Machine): string | null {
  const id = readProc("/proc/sys/kernel/random/boot_id")
    ?.trim()
    .replaceAll("-", "");
  return id !== undefined && /^[0-9a-f]{32}$/.test(id) ? id : null;
}

/** Field 22 of proc_pid_stat(5); null for a process that has ended, though its parent has not taken note yet. */
function startTicksOf({ readProc }: Machine, pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field, the program's name, may hold anything, also spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state === "Z" || state === "X" ? null : (started ?? null);
}
