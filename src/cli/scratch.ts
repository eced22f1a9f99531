// The folder in which a command keeps what it has to unpack: for this process alone, removed at its end, and swept by the next one if a kill left it.
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeScratchFolder } from "../adapters/archives/scratchFolder.ts";

const folderName = /^casedrop-scratch-(\d+)-/;

/** A name for this process; the number tells the next one whether the process is still there. */
export function newScratchFolder(): string {
  const random = randomBytes(8).toString("hex");
  return join(tmpdir(), `casedrop-scratch-${process.pid}-${random}`);
}

/** Removes folders of processes that ended without removing them. */
export async function sweepScratchFolders(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = folderName.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    // Those of other users refuse, which is right.
    await removeScratchFolder(join(tmpdir(), name)).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 sends nothing; it only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
