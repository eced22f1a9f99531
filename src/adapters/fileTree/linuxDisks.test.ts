// What Linux says of disks, in the layout of /sys.
import { expect, it } from "vitest";
import { mayDiskLeave, mayVolumeLeave, type SysFiles } from "./linuxDisks.ts";

const usbDisk = "/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/host6/block/sdb";
const innerDisk = "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/block/sda";
const cardDisk = "/sys/devices/pci0000:00/0000:01:00.0/mmc_host/mmc0/block/mmc";

/** A /sys of links, texts and folders. */
class FakeSys implements SysFiles {
  readonly links = new Map([
    ["/sys/dev/block/8:1", `${innerDisk}/sda1`],
    ["/sys/dev/block/8:17", `${usbDisk}/sdb1`],
    ["/sys/dev/block/11:0", "/sys/devices/pci0000:00/ata2/block/sr0"],
    ["/sys/dev/block/179:1", `${cardDisk}/mmcp1`],
    ["/sys/dev/block/253:0", "/sys/devices/virtual/block/dm-0"],
    ["/sys/dev/block/253:1", "/sys/devices/virtual/block/dm-1"],
    ["/sys/dev/block/259:300", "/sys/devices/pci0000:00/block/nvme0n1/p44"],
    ["/dev/sda1", "/dev/sda1"],
    ["/dev/sdb1", "/dev/sdb1"],
    ["/dev/sda2", "/dev/sda2"],
    ["/dev/mapper/luks-1", "/dev/dm-1"],
    ["/sys/class/block/dm-1", "/sys/devices/virtual/block/dm-1"],
    ["/sys/class/block/sda2", `${innerDisk}/sda2`],
    ["/sys/class/block/sda1", `${innerDisk}/sda1`],
    ["/sys/class/block/sdb1", `${usbDisk}/sdb1`],
  ]);
  readonly texts = new Map([
    [`${innerDisk}/removable`, "0\n"],
    [`${usbDisk}/removable`, "0\n"],
    ["/sys/devices/pci0000:00/ata2/block/sr0/removable", "1\n"],
    [`${cardDisk}/removable`, "0\n"],
    [`${cardDisk}/device/type`, "SD\n"],
  ]);
  readonly folders = new Map([
    ["/sys/fs/btrfs", ["11-22", "33-44", "features"]],
    ["/sys/fs/btrfs/11-22/devices", ["sda1"]],
    ["/sys/fs/btrfs/33-44/devices", ["sda2", "sdb1"]],
    ["/sys/devices/virtual/block/dm-0/slaves", ["sda1"]],
    ["/sys/devices/virtual/block/dm-1/slaves", ["sda1", "sdb1"]],
  ]);

  realpath(path: string): Promise<string> {
    return answer(this.links.get(path));
  }

  read(path: string): Promise<string> {
    return answer(this.texts.get(path));
  }

  list(path: string): Promise<readonly string[]> {
    return answer(this.folders.get(path));
  }
}

function answer<T>(found: T | undefined): Promise<T> {
  return found === undefined
    ? Promise.reject(new Error("ENOENT"))
    : Promise.resolve(found);
}

it.each([
  ["a disk inside", 8, 1, false],
  ["a USB disk that calls itself fixed", 8, 17, true],
  ["an optical drive", 11, 0, true],
  ["an SD card", 179, 1, true],
  ["an encrypted volume inside", 253, 0, false],
  ["a volume over two disks, one on USB", 253, 1, true],
  ["a partition with a large number", 259, 300, false],
] as const)("of %s", async (_, major, minor, mayLeave) => {
  const device = ((minor & 0xfff00) << 12) | (major << 8) | (minor & 0xff);
  expect(await mayDiskLeave(device, new FakeSys())).toBe(mayLeave);
});

it.each([
  ["one disk inside", "/dev/sda1", false],
  ["a disk on USB", "/dev/sdb1", true],
  ["a disk inside, joined with one on USB", "/dev/sda2", true],
  ["an encrypted disk on USB", "/dev/mapper/luks-1", true],
])("of a volume on %s", async (_, device, mayLeave) => {
  expect(await mayVolumeLeave(device, new FakeSys())).toBe(mayLeave);
});

it("is not known of a volume whose device is not listed", async () => {
  await expect(mayVolumeLeave("/dev/sdz", new FakeSys())).rejects.toThrow(
    "ENOENT",
  );
});

it("is not known where the system does not list the device", async () => {
  await expect(mayDiskLeave(0x999, new FakeSys())).rejects.toThrow("ENOENT");
});
