// Tells what may leave or seeks badly (optical discs, USB disks, network shares) from disks that stay, as far as each system says it
// without a native module.
//
// Invariant: only what is known to stay is fast. A second disk taken for a stick is copied once for nothing; a stick taken for a
// disk is pulled out before its images are read.
import { readFile, stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import type { MediaProbe, MediaSpeed } from "../../core/ports/mediaProbe.ts";
import { mayDiskLeave, mayVolumeLeave, sysFiles } from "./linuxDisks.ts";
import { mountSource } from "./linuxMounts.ts";
import { realPathOf, systemPath } from "./systemPaths.ts";

/** What lies behind a path. */
export interface MountFacts {
  /** Magic number of the file system (statfs(2)), not signed. */
  readonly type: number;
  /** Number of the device (stat(2)), as glibc packs it. */
  readonly device: number;
  /** What it is mounted from, on Linux: `/dev/sdb1`, `tank/home`; empty if unknown. */
  readonly source: string;
}

/** What is asked of the system. */
export interface MediaFacts {
  readonly platform: NodeJS.Platform;
  /** Folders on media that stay as long as the app runs: the system's, and the home of the user. */
  readonly stayingFolders: readonly string[];
  readonly mountOf: (path: string) => Promise<MountFacts>;
  /** True if the block device may be taken away. */
  readonly mayLeave: (device: number) => Promise<boolean>;
  /** True if a device that a file system of several devices is mounted from, or one of its others, may be taken away. */
  readonly mayVolumeLeave: (device: string) => Promise<boolean>;
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
/** File systems without a block device of their own (major number 0) that lie in memory or in folders of this computer. */
const stayingTypes: ReadonlySet<number> = new Set([
  0x01021994, // tmpfs
  0x858458f6, // ramfs
  0x794c7630, // overlay
  0x61756673, // aufs
  0xf15f, // eCryptfs
]);
/** The same over one or more block devices, which their source names. */
const volumeTypes: ReadonlySet<number> = new Set([
  0x9123683e, // Btrfs
  0xca451a4e, // bcachefs
]);
/** The same over a pool, of whose disks the kernel says nothing. */
const zfs = 0x2fc12fc1;

/** A probe for this computer. */
export const systemMediaProbe: MediaProbe = mediaProbe({
  platform: process.platform,
  stayingFolders: [
    process.platform === "win32" ? (process.env["SystemDrive"] ?? "C:") : "/",
    homedir(),
  ],
  async mountOf(path) {
    const [{ type }, { dev }, source] = await Promise.all([
      statfs(systemPath(path)),
      stat(systemPath(path)),
      process.platform === "linux" ? sourceOf(path) : "",
    ]);
    // Some systems give the type as signed.
    return { type: type >>> 0, device: dev, source };
  },
  mayLeave: (device) => mayDiskLeave(device, sysFiles),
  mayVolumeLeave: (device) => mayVolumeLeave(device, sysFiles),
});

async function sourceOf(path: string): Promise<string> {
  try {
    const mounts = await readFile("/proc/self/mountinfo", "utf8");
    return mountSource(mounts, await realPathOf(path));
  } catch {
    return "";
  }
}

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
  mount: MountFacts,
  facts: MediaFacts,
): Promise<boolean> {
  const { type, device } = mount;
  const { platform, stayingFolders, mountOf } = facts;
  const isLinux = platform === "linux";
  if (isLinux && slowTypes.has(type)) return false;
  const staying = await Promise.all(
    stayingFolders.map((folder) => mountOf(folder).catch(() => null)),
  );
  if (staying.some((other) => other?.device === device)) return true;
  if (!isLinux) return false;
  if (majorOf(device) !== 0) return !(await facts.mayLeave(device));
  return (
    stayingTypes.has(type) ||
    staying.some((other) => other !== null && isSameVolume(mount, other)) ||
    (volumeTypes.has(type) && (await doesVolumeStay(mount, facts)))
  );
}

/** Parts of one volume have devices of their own: the subvolumes of Btrfs, the datasets of a ZFS pool. */
function isSameVolume(a: MountFacts, b: MountFacts): boolean {
  if (a.type !== b.type || a.source === "") return false;
  if (a.type === zfs) return a.source.split("/")[0] === b.source.split("/")[0];
  return volumeTypes.has(a.type) && a.source === b.source;
}

/** The source of bcachefs names all its devices, with colons. */
async function doesVolumeStay(
  { source }: MountFacts,
  { mayVolumeLeave: mayLeave }: MediaFacts,
): Promise<boolean> {
  const devices = source.split(":");
  for (const device of devices)
    if (!device.startsWith("/dev/") || (await mayLeave(device))) return false;
  return true;
}

function majorOf(device: number): number {
  return (device >>> 8) & 0xfff;
}
