// Tells optical discs, USB sticks and network shares from disks of this computer, as far as each system says it without a native module.
import { readFile, realpath, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { MediaProbe, MediaSpeed } from "../../core/ports/mediaProbe.ts";

/** What is asked of the system. */
export interface MediaFacts {
  readonly platform: NodeJS.Platform;
  /** Drive of the system on Windows, as in `C:`. */
  readonly systemDrive: string;
  /** Magic number of the file system (statfs(2)), and the number of the device (stat(2)). */
  readonly mountOf: (path: string) => Promise<{
    readonly type: number;
    readonly device: number;
  }>;
  /** True if the kernel calls the block device, or the disk of the partition, removable. */
  readonly isRemovable: (device: number) => Promise<boolean>;
}

/** From linux/magic.h and the headers of each file system. */
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
/** Whatever a program of the user serves: an NTFS disk, or a server at the other end of the world. */
const fuseType = 0x65735546;

/** A probe for this computer. */
export const systemMediaProbe: MediaProbe = mediaProbe({
  platform: process.platform,
  systemDrive: process.env["SystemDrive"] ?? "C:",
  async mountOf(path) {
    const [{ type }, { dev }] = await Promise.all([statfs(path), stat(path)]);
    return { type, device: dev };
  },
  isRemovable: isRemovableOnLinux,
});

/** A probe that asks these facts. */
export function mediaProbe(facts: MediaFacts): MediaProbe {
  return {
    async speedOf(path) {
      const { platform, systemDrive } = facts;
      if (platform === "win32") return onWindows(path, systemDrive);
      if (platform === "linux") return await onLinux(path, facts);
      // Everything but the system's own disk is mounted there, shares included.
      return platform === "darwin" && !path.startsWith("/Volumes/")
        ? "fast"
        : "unknown";
    },
  };
}

function onWindows(path: string, systemDrive: string): MediaSpeed {
  if (/^[\\/]{2}(?![?.][\\/][a-z]:)/i.test(path)) return "slow";
  const drive = /^(?:[\\/]{2}[?.][\\/])?([a-z]:)/i.exec(path)?.[1] ?? "";
  return drive.toUpperCase() === systemDrive.toUpperCase() ? "fast" : "unknown";
}

async function onLinux(path: string, facts: MediaFacts): Promise<MediaSpeed> {
  try {
    const { type, device } = await facts.mountOf(path);
    // Some systems give the number as signed.
    const magic = type >>> 0;
    if (slowTypes.has(magic)) return "slow";
    if (magic === fuseType) return "unknown";
    return (await facts.isRemovable(device)) ? "slow" : "fast";
  } catch {
    return "unknown";
  }
}

/** (major << 8 | minor) as glibc packs them, for the numbers that disks have. */
async function isRemovableOnLinux(device: number): Promise<boolean> {
  const major = (device >>> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  // Major 0: no block device, as for tmpfs and overlays.
  if (major === 0) return false;
  try {
    const disk = await realpath(`/sys/dev/block/${major}:${minor}`);
    const texts = await Promise.all(
      [disk, join(disk, "..")].map((folder) =>
        readFile(join(folder, "removable"), "ascii").catch(() => "0"),
      ),
    );
    return texts.some((text) => text.trim() === "1");
  } catch {
    return false;
  }
}
