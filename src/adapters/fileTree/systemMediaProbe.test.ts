// What each system's facts say of a medium.
import { expect, it } from "vitest";
import {
  mediaProbe,
  systemMediaProbe,
  type MediaFacts,
} from "./systemMediaProbe.ts";

function probeOf(facts: Partial<MediaFacts>) {
  return mediaProbe({
    platform: "linux",
    systemDrive: "C:",
    mountOf: () => Promise.resolve({ type: 0xef53, device: 0x801 }),
    isRemovable: () => Promise.resolve(false),
    ...facts,
  });
}

it.each([
  ["ext4", 0xef53, "fast"],
  ["a disc", 0x9660, "slow"],
  ["a DVD", 0x15013346, "slow"],
  ["NFS", 0x6969, "slow"],
  ["a Windows share", 0xff534d42, "slow"],
  ["a Windows share, as a signed number", -0xacb2be, "slow"],
  ["a file system of a program", 0x65735546, "unknown"],
] as const)("judges %s by its file system on Linux", async (_, type, speed) => {
  const probe = probeOf({
    mountOf: () => Promise.resolve({ type, device: 0x801 }),
  });
  expect(await probe.speedOf("/media/x")).toBe(speed);
});

it("takes a removable device for slow", async () => {
  const probe = probeOf({
    isRemovable: (device) => Promise.resolve(device === 0x801),
  });
  expect(await probe.speedOf("/media/stick")).toBe("slow");
});

it("knows nothing of what has gone", async () => {
  const probe = probeOf({ mountOf: () => Promise.reject(new Error("ENOENT")) });
  expect(await probe.speedOf("/media/gone")).toBe("unknown");
});

it.each([
  ["win32", "c:\\Users\\x", "fast"],
  ["win32", "\\\\?\\C:\\Users\\x", "fast"],
  ["win32", "D:\\DICOM", "unknown"],
  ["win32", "\\\\pacs\\export", "slow"],
  ["darwin", "/Users/x", "fast"],
  ["darwin", "/Volumes/CD", "unknown"],
  ["freebsd", "/mnt", "unknown"],
] as const)("on %s, judges %s", async (platform, path, speed) => {
  expect(await probeOf({ platform }).speedOf(path)).toBe(speed);
});

it("asks this computer without failing", async () => {
  expect(["fast", "slow", "unknown"]).toContain(
    await systemMediaProbe.speedOf(import.meta.dirname),
  );
});
