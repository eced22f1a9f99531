// What each system's facts say of a medium.
import { expect, it } from "vitest";
import {
  mediaProbe,
  systemMediaProbe,
  type MediaFacts,
  type MountFacts,
} from "./systemMediaProbe.ts";

const systemDevice = 0x801;
const homeDevice = 0x802;

/** A probe of Linux, whose paths but `/` and `/home/x` have this mount. */
function probeOf(mount: Partial<MountFacts>, facts: Partial<MediaFacts> = {}) {
  const ext4 = 0xef53;
  const known = new Map([
    ["/", { type: ext4, device: systemDevice, source: "/dev/sda1" }],
    ["/home/x", { type: ext4, device: homeDevice, source: "/dev/sda2" }],
  ]);
  return mediaProbe({
    platform: "linux",
    stayingFolders: ["/", "/home/x"],
    mountOf: (path) =>
      Promise.resolve(
        known.get(path) ?? {
          type: ext4,
          device: 0x811,
          source: "/dev/sdb1",
          ...mount,
        },
      ),
    mayLeave: () => Promise.resolve(false),
    mayVolumeLeave: (device) => Promise.resolve(device === "/dev/sdu1"),
    ...facts,
  });
}

it.each([
  ["ext4", 0xef53, "fast"],
  ["a disc", 0x9660, "slow"],
  ["a DVD", 0x15013346, "slow"],
  ["NFS", 0x6969, "slow"],
  ["a Windows share", 0xff534d42, "slow"],
  ["NTFS of a disk", 0x65735546, "fast"],
] as const)("judges %s by its file system on Linux", async (_, type, speed) => {
  expect(await probeOf({ type }).speedOf("/media/x")).toBe(speed);
});

it.each([
  ["memory", 0x01021994, "fast"],
  ["an overlay", 0x794c7630, "fast"],
  ["Btrfs on a disk that stays", 0x9123683e, "fast"],
  ["a ZFS pool that is not the system's", 0x2fc12fc1, "slow"],
  ["what a program serves", 0x65735546, "slow"],
  ["a share of a virtual machine", 0x786f4256, "slow"],
] as const)("judges %s without a device on Linux", async (_, type, speed) => {
  expect(await probeOf({ type, device: 0x2a }).speedOf("/mnt")).toBe(speed);
});

it.each([
  ["Btrfs on a stick", 0x9123683e, "/dev/sdu1"],
  ["bcachefs with a part on a stick", 0xca451a4e, "/dev/sda3:/dev/sdu1"],
  ["Btrfs from nobody knows where", 0x9123683e, ""],
])("takes %s for slow", async (_, type, source) => {
  const probe = probeOf({ type, source, device: 0x2a });
  expect(await probe.speedOf("/media/x")).toBe("slow");
});

it.each([
  ["a subvolume", 0x9123683e, "/dev/sdu1", "/dev/sdu1"],
  ["a dataset of the pool", 0x2fc12fc1, "tank/home", "tank/data"],
])("takes %s beside the home for fast", async (_, type, home, source) => {
  const mounts = new Map([["/home/x", { type, device: 0x2b, source: home }]]);
  const mountOf = (path: string) =>
    Promise.resolve(mounts.get(path) ?? { type, device: 0x2a, source });
  const probe = probeOf({}, { stayingFolders: ["/home/x"], mountOf });
  expect(await probe.speedOf("/data")).toBe("fast");
});

it("takes a disk that may leave for slow, unless the system or the home lies on it", async () => {
  const mayLeave = () => Promise.resolve(true);
  for (const [device, speed] of [
    [0x811, "slow"],
    [systemDevice, "fast"],
    [homeDevice, "fast"],
  ] as const)
    expect(await probeOf({ device }, { mayLeave }).speedOf("/x")).toBe(speed);
});

it("takes for slow what has gone, and a disk of which nothing is known", async () => {
  const gone = () => Promise.reject(new Error("ENOENT"));
  expect(await probeOf({}, { mountOf: gone }).speedOf("/x")).toBe("slow");
  expect(await probeOf({}, { mayLeave: gone }).speedOf("/x")).toBe("slow");
});

it.each([
  ["c:\\Users\\x", "fast"],
  ["\\\\?\\C:\\Users\\x", "fast"],
  ["E:\\Pictures", "fast"],
  ["D:\\DICOM", "slow"],
  ["\\\\?\\D:\\DICOM", "slow"],
  ["\\\\pacs\\export", "slow"],
  ["\\\\?\\UNC\\pacs\\export", "slow"],
  ["\\\\pacs\\c:", "slow"],
] as const)(
  "on Windows, judges %s by its drive, as %s",
  async (path, speed) => {
    const stayingFolders = ["C:", "E:\\Users\\x"];
    const probe = probeOf({}, { platform: "win32", stayingFolders });
    expect(await probe.speedOf(path)).toBe(speed);
  },
);

it("takes no share for the one the home lies on, on Windows", async () => {
  const stayingFolders = ["C:", "\\\\server\\home\\x"];
  const probe = probeOf({}, { platform: "win32", stayingFolders });
  expect(await probe.speedOf("\\\\pacs\\export")).toBe("slow");
});

it.each([
  ["the system's volume by its other name", systemDevice, "fast"],
  ["the home's volume", homeDevice, "fast"],
  ["a stick, a disk in a case, a share", 0x811, "slow"],
] as const)("on macOS, judges %s by its device", async (_, device, speed) => {
  const probe = probeOf({ device }, { platform: "darwin" });
  expect(await probe.speedOf("/Volumes/x")).toBe(speed);
});

it("takes only what the system or the home lies on for fast on other systems", async () => {
  const probe = probeOf({}, { platform: "freebsd" });
  expect(await probe.speedOf("/mnt")).toBe("slow");
  expect(await probe.speedOf("/home/x")).toBe("fast");
});

it("asks this computer without failing", async () => {
  expect(["fast", "slow"]).toContain(
    await systemMediaProbe.speedOf(import.meta.dirname),
  );
});
