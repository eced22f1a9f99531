// The table of mounts as the kernel writes it.
import { expect, it } from "vitest";
import { mountSource } from "./linuxMounts.ts";

const table = [
  "21 22 0:5 / /dev rw - devtmpfs udev rw",
  "22 1 0:20 /@ / rw,relatime shared:1 - btrfs /dev/nvme0n1p2 rw,subvol=/@",
  "31 22 0:20 /@home /home rw shared:8 - btrfs /dev/nvme0n1p2 rw,subvol=/@home",
  "40 22 0:52 / /media/x/MY\\040STICK rw,nosuid - btrfs /dev/sdb1 rw",
  "41 22 0:53 / /tank/data rw - zfs tank/data rw",
  "42 22 8:17 / /mnt rw master:1 propagate_from:2 - ext4 /dev/sdc1 rw",
  "43 22 8:33 / /mnt rw - ext4 /dev/sdd1 rw",
  "44 22 8:49 / /srv/disc ro - iso9660 /dev/sr0 ro",
  "45 22 0:60 / /srv rw - nfs4 server:/export rw",
  "46 45 0:61 / /srv/new rw - ext4 /dev/sde1 rw",
  "",
].join("\n");

it.each([
  ["/", "/dev/nvme0n1p2"],
  // Listed before the root, as what the system mounts first.
  ["/dev/shm", "udev"],
  ["/home/x/case", "/dev/nvme0n1p2"],
  ["/media/x/MY STICK/DICOM", "/dev/sdb1"],
  ["/media/x/MY STICK", "/dev/sdb1"],
  ["/media/x/MY STICKY", "/dev/nvme0n1p2"],
  ["/tank/data/1", "tank/data"],
  ["/mnt/a", "/dev/sdd1"],
  // What was mounted on a folder above it later hides it.
  ["/srv/disc/DICOMDIR", "server:/export"],
  ["/srv/new/a", "/dev/sde1"],
])("says what %s is mounted from", (path, source) => {
  expect(mountSource(table, path)).toBe(source);
});

it("says nothing where nothing is listed", () => {
  expect(mountSource("", "/x")).toBe("");
});
