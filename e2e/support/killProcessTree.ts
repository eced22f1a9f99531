// Kills a process with everything it started, and waits until all of it is gone.
import { expect } from "@playwright/test";
import { spawnSync, type ChildProcess } from "node:child_process";

/**
 * SIGKILL (Windows: taskkill) to a process and its children, none of which gets a chance to clean up. Playwright
 * starts the app as leader of a process group, which Chromium's helper processes stay in.
 */
export async function killProcessTree(leader: ChildProcess): Promise<void> {
  const pid = leader.pid;
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return;
  }
  signalGroup(pid, "SIGKILL");
  await expect.poll(() => signalGroup(pid, 0)).toBe(false);
}

/** False if no process of the group is left. */
function signalGroup(pid: number, signal: "SIGKILL" | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH")
      return false;
    throw error;
  }
}
