// Tells disks that may be taken away from those that stay, by what Linux says of them below /sys.
import { readdir, readFile, realpath } from "node:fs/promises";
import { posix } from "node:path";

/** Reading below /sys; each rejects for what is not there. */
export interface SysFiles {
  realpath(path: string): Promise<string>;
  read(path: string): Promise<string>;
  list(path: string): Promise<readonly string[]>;
}

/** Those of this computer. */
export const sysFiles: SysFiles = {
  realpath,
  read: (path) => readFile(path, "ascii"),
  list: (path) => readdir(path),
};

/** (major << 8 | minor) as glibc packs them, for the numbers that disks have: as in `8:1`. */
function deviceName(device: number): string {
  const major = (device >>> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  return `${major}:${minor}`;
}

/**
 * True if the block device, the disk of the partition or a disk behind an encrypted or joined volume is removable, an SD card, or on
 * USB: many sticks and all disks in USB cases call themselves fixed. Rejects where nothing is known of the device.
 */
export async function mayDiskLeave(
  device: number,
  sys: SysFiles,
): Promise<boolean> {
  const folder = `/sys/dev/block/${deviceName(device)}`;
  return await mayLeave(await sys.realpath(folder), sys);
}

/**
 * As mayDiskLeave, of a file system that lies on this device (`/dev/sdb1`), and on others with it if Btrfs joins them. Rejects
 * where nothing is known of one.
 */
export async function mayVolumeLeave(
  device: string,
  sys: SysFiles,
): Promise<boolean> {
  // Names such as /dev/mapper/x lead to the device's own.
  const name = posix.basename(await sys.realpath(device));
  for (const member of await btrfsMembers(name, sys)) {
    const disk = await sys.realpath(`/sys/class/block/${member}`);
    if (await mayLeave(disk, sys)) return true;
  }
  return false;
}

/** Devices of the Btrfs volume that this one is part of; of others only itself. */
async function btrfsMembers(
  name: string,
  sys: SysFiles,
): Promise<readonly string[]> {
  const folder = "/sys/fs/btrfs";
  for (const volume of await sys.list(folder).catch(() => [])) {
    const members: readonly string[] = await sys
      .list(posix.join(folder, volume, "devices"))
      .catch(() => []);
    if (members.includes(name)) return members;
  }
  return [name];
}

async function mayLeave(disk: string, sys: SysFiles): Promise<boolean> {
  if (disk.includes("/usb")) return true;
  const textOf = (...names: readonly string[]) =>
    sys.read(posix.join(disk, ...names)).then(
      (text) => text.trim(),
      () => null,
    );
  const removable = [textOf("removable"), textOf("..", "removable")];
  if ((await Promise.all(removable)).includes("1")) return true;
  const types = [textOf("device", "type"), textOf("..", "device", "type")];
  if ((await Promise.all(types)).includes("SD")) return true;
  const behind = await sys.list(posix.join(disk, "slaves")).catch(() => []);
  for (const name of behind) {
    const path = await sys.realpath(`/sys/class/block/${name}`);
    if (await mayLeave(path, sys)) return true;
  }
  return false;
}
