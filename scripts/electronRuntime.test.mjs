// Tests of the order in which an Electron is chosen.
import { describe, expect, it } from "vitest";
import {
  cacheFolderFor,
  chooseSource,
  executableIn,
} from "./electronRuntime.mjs";

const hourMs = 60 * 60_000;
const nowMs = Date.UTC(2026, 10, 22, 12);

/** A Linux x64 machine on which nothing was fetched yet. */
const bareMachine = {
  overrideFolder: null,
  isPinnedInstalled: false,
  downloadFailedAtMs: null,
  nowMs,
  platform: "linux",
  arch: "x64",
};

describe("chooseSource", () => {
  it("obeys an override before anything else", () => {
    expect(
      chooseSource({
        ...bareMachine,
        overrideFolder: "/opt/electron",
        isPinnedInstalled: true,
      }),
    ).toBe("override");
  });

  it("takes the pinned Electron once it is installed, whatever failed before", () => {
    expect(
      chooseSource({
        ...bareMachine,
        isPinnedInstalled: true,
        downloadFailedAtMs: nowMs - hourMs,
      }),
    ).toBe("pinned");
  });

  it("tries the download before it falls back", () => {
    expect(chooseSource(bareMachine)).toBe("download");
  });

  it("falls back for a day after a failed download, then tries again", () => {
    const failed = (hoursAgo) =>
      chooseSource({
        ...bareMachine,
        downloadFailedAtMs: nowMs - hoursAgo * hourMs,
      });
    expect(failed(0)).toBe("fallback");
    expect(failed(23)).toBe("fallback");
    expect(failed(24)).toBe("download");
  });

  it("ignores a failure dated in the future or not dated at all", () => {
    expect(
      chooseSource({ ...bareMachine, downloadFailedAtMs: nowMs + hourMs }),
    ).toBe("download");
    expect(chooseSource({ ...bareMachine, downloadFailedAtMs: NaN })).toBe(
      "download",
    );
  });

  it("has nothing to fall back to but on Linux x64", () => {
    const failedOn = (platform, arch) =>
      chooseSource({
        ...bareMachine,
        downloadFailedAtMs: nowMs,
        platform,
        arch,
      });
    expect(failedOn("linux", "arm64")).toBe("none");
    expect(failedOn("darwin", "x64")).toBe("none");
    expect(failedOn("win32", "x64")).toBe("none");
  });
});

describe("executableIn", () => {
  it("knows where each platform keeps the executable", () => {
    expect(executableIn("linux")).toBe("electron");
    expect(executableIn("win32")).toBe("electron.exe");
    expect(executableIn("darwin")).toBe("Electron.app/Contents/MacOS/Electron");
  });
});

describe("cacheFolderFor", () => {
  it("follows XDG_CACHE_HOME and ignores a relative one", () => {
    expect(
      cacheFolderFor({ XDG_CACHE_HOME: "/var/cache/me" }, "/home/me"),
    ).toBe("/var/cache/me/casedrop");
    expect(cacheFolderFor({ XDG_CACHE_HOME: "cache" }, "/home/me")).toBe(
      "/home/me/.cache/casedrop",
    );
    expect(cacheFolderFor({}, "/home/me")).toBe("/home/me/.cache/casedrop");
  });
});
