// Tells what may leave or seeks badly (optical discs, USB disks, network shares) from disks that stay, as far as each system says it
// without a native module.
//
// Invariant: only what is known to stay is fast. A second disk taken for a stick is copied once for nothing; a stick taken for a
// disk is pulled out before its images are read.
import { stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import type { MediaProbe, MediaSpeed } from "../../core/ports/mediaProbe.ts";
import { mayDiskLeave, sysFiles } from "./linuxDisks.ts";

/** What lies behind a path. */
export interface MountFacts {
  /** Magic number of the file system (statfs(2)), not signed. */
  readonly type: number;
  /** Number of the device (stat(2)), as glibc packs it. */
  readonly device: number;
}

/** What is asked of the system. */
export interface MediaFacts {
  readonly platform: NodeJS.Platform;
  /** Folders on media that stay as long as the app runs: the system's, and the home of the user. */
  readonly stayingFolders: readonly string[];
  readonly mountOf: (path: string) => Promise<MountFacts>;
  /** True if the block device may be taken away. */
  readonly mayLeave: (device: number) => Promise<boolean>;
}

/** What seeks badly or answers from afar, wherever the home of the user is. From linux/magic.h and the headers of each file system. */
const slowTypes: ReadonlySet<number> = new Set([
  0x9660, // ISO 9660
  0x15013346, // UDF
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x01021997, // 9P, shares of virtual machines
  0x00c36400, // Ceph
  0x5346414f, // AFS
]);
/** File systems without a block device of their own (major number 0) that lie in memory or on disks of this computer. */
const stayingTypes: ReadonlySet<number> = new Set([
  0x01021994, // tmpfs
  0x858458f6, // ramfs
  0x794c7630, // overlay
  0x61756673, // aufs
  0x9123683e, // Btrfs
  0x2fc12fc1, // ZFS
  0xca451a4e, // bcachefs
  0xf15f, // eCryptfs
]);

/** A probe for this computer. */
export const systemMediaProbe: MediaProbe = mediaProbe({
  platform: process.platform,
  stayingFolders: [
    process.platform === "win32" ? (process.env["SystemDrive"] ?? "C:") : "/",
    homedir(),
  ],
  async mountOf(path) {
    const [{ type }, { dev }] = await Promise.all([statfs(path), stat(path)]);
    // Some systems give the type as signed.
    return { type: type >>> 0, device: dev };
  },
  mayLeave: (device) => mayDiskLeave(device, sysFiles),
});

/** A probe that asks these facts. */
export function mediaProbe(facts: MediaFacts): MediaProbe {
  return {
    async speedOf(path) {
      if (facts.platform === "win32")
        return speedOnWindows(path, facts.stayingFolders);
      try {
        const mount = await facts.mountOf(path);
        if (await isStaying(mount, facts)) return "fast";
      } catch {
        // What does not answer may be gone already.
      }
      return "slow";
    },
  };
}

/** By the letter: shares, mapped or not, and drives that are neither the system's nor the home's may leave. */
function speedOnWindows(
  path: string,
  stayingFolders: readonly string[],
): MediaSpeed {
  const drive = driveOf(path);
  return drive !== null && stayingFolders.map(driveOf).includes(drive)
    ? "fast"
    : "slow";
}

/** `C:` of `c:\x` and of `\\?\C:\x`; null for shares. */
function driveOf(path: string): string | null {
  const letter = /^(?:[\\/]{2}[?.][\\/])?([a-z]:)/i.exec(path)?.[1];
  return letter?.toUpperCase() ?? null;
}

/** What has the device of the system or of the home; on Linux, where devices say what they are, also other disks that stay. */
async function isStaying(
  { type, device }: MountFacts,
  { platform, stayingFolders, mountOf, mayLeave }: MediaFacts,
): Promise<boolean> {
  const isLinux = platform === "linux";
  if (isLinux && slowTypes.has(type)) return false;
  const staying = await Promise.all(
    stayingFolders.map((folder) => mountOf(folder).catch(() => null)),
  );
  if (staying.some((mount) => mount?.device === device)) return true;
  if (!isLinux) return false;
  return majorOf(device) === 0
    ? stayingTypes.has(type)
    : !(await mayLeave(device));
}

function majorOf(device: number): number {
  return (device >>> 8) & 0xfff;
}
