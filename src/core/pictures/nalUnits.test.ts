// Tests that samples of H.264 and H.265 keep their pictures, and that words beside them are gone or refuse the film.
import { describe, expect, it } from "vitest";
import { hexBytes } from "../../testing/dicomFixtures.ts";
import { nalUnit } from "../../testing/filmFixtures.ts";
import { nalSampleCleaner, type NalCoding } from "./nalUnits.ts";

const name = "NOVAKOVA^BOZENA";
const userData = [...Buffer.alloc(16, 7), ...Buffer.from(name)];
const x264 = hexBytes("dc45e9bde6d948b7962cd820d923eeef");

const avc = {
  slice: nalUnit([0x65], "picture"),
  parameters: nalUnit([0x67], "sequence"),
};
const hevc = {
  slice: nalUnit([0x26, 1], "picture"),
  parameters: nalUnit([0x42, 1], "sequence"),
};

/** What stays of a sample, in hexadecimal digits; null if the film is refused. */
function kept(coding: NalCoding, ...units: readonly Uint8Array[]) {
  const sample = Buffer.concat(units);
  const parts = nalSampleCleaner(coding, 4)(sample);
  return (
    parts &&
    Buffer.concat(
      parts.map((part) =>
        part.kind === "bytes"
          ? part.bytes
          : sample.subarray(part.offset, part.offset + part.length),
      ),
    ).toString("hex")
  );
}

const hex = (...units: readonly Uint8Array[]) =>
  Buffer.concat(units).toString("hex");

describe("a sample of H.264", () => {
  it.each([
    ["user data", nalUnit([6, 5, 31], userData, [0x80])],
    ["registered user data", nalUnit([6, 4, 15], name, [0x80])],
    ["a message of a length that does not fit", nalUnit([6, 6, 99], name)],
    ["a recovery point with room for words", nalUnit([6, 6, 15], name, [0x80])],
    ["a delimiter with words behind it", nalUnit([9, 0xf0], name)],
    ["filler", nalUnit([12], name)],
    ["units of no meaning", nalUnit([0], name)],
    ["units that are left to others", nalUnit([24], name)],
    ["more of them", nalUnit([31], name)],
    ["a further view", nalUnit([0x74], name)],
    ["an empty unit", nalUnit()],
  ])("loses %s", (_, unit) => {
    const { slice, parameters } = avc;
    expect(kept("avc", unit, parameters, slice, unit)).toBe(
      hex(parameters, slice),
    );
  });

  it("keeps slices, partitions, parameter sets and ends", () => {
    const units = [0x67, 0x68, 0x65, 0x41, 0x42, 0x43, 0x44].map((head) =>
      nalUnit([head], "content"),
    );
    const ends = [nalUnit([10]), nalUnit([11])];
    expect(kept("avc", ...units, ...ends)).toBe(hex(...units, ...ends));
  });

  it("keeps of several messages those that change what is seen, each once", () => {
    const recovery = [6, 1, 0xc4];
    const turned = [47, 4, 0x00, 0x00, 0x03, 0x00, 0x10];
    const messages = nalUnit(
      [6, 5, 31],
      userData,
      [...recovery, ...turned, ...recovery],
      [0x80],
    );
    expect(kept("avc", messages, avc.slice)).toBe(
      hex(nalUnit([6, ...recovery, ...turned, 0x80]), avc.slice),
    );
  });

  it("keeps of its encoder the version that decoders ask for, not its settings", () => {
    const settings = [...x264, ...Buffer.from(`x264 - core 148 r2 ${name}`)];
    const version = [...x264, ...Buffer.from("x264 - core 148")];
    const clean = nalUnit([6, 5, version.length], version, [0x80]);
    expect(
      kept(
        "avc",
        nalUnit([6, 5, settings.length], settings, [0x80]),
        avc.slice,
      ),
    ).toBe(hex(clean, avc.slice));
    expect(kept("avc", clean, avc.slice)).toBe(hex(clean, avc.slice));
  });

  it.each([
    ["words behind its last unit", [avc.slice, Buffer.from(name)]],
    ["an end that holds words", [avc.slice, nalUnit([10], name)]],
    ["a unit cut short", [avc.slice, avc.slice.subarray(0, -1)]],
    ["a length cut short", [avc.slice, Buffer.of(0, 0)]],
    ["a head that is none", [avc.slice, nalUnit([0xe5], name)]],
    ["no picture", [nalUnit([9, 0xf0])]],
  ])("is refused with %s", (_, units) => {
    expect(kept("avc", ...units)).toBeNull();
  });

  it("stays empty where a recorder left a frame out", () => {
    expect(kept("avc")).toBe("");
  });

  it("is taken apart by lengths of one and two bytes too", () => {
    for (const lengthBytes of [1, 2]) {
      const shorter = (unit: Buffer) => unit.subarray(4 - lengthBytes);
      const filler = shorter(nalUnit([12], name));
      const recovery = shorter(nalUnit([6, 6, 1, 0xc4, 0x80]));
      const slice = shorter(avc.slice);
      const sample = Buffer.concat([filler, recovery, slice]);
      expect(nalSampleCleaner("avc", lengthBytes)(sample)).toEqual([
        { kind: "bytes", bytes: Uint8Array.from(recovery) },
        {
          kind: "copied",
          offset: filler.length + recovery.length,
          length: slice.length,
        },
      ]);
    }
  });
});

describe("a sample of H.265", () => {
  it.each([
    ["user data", nalUnit([0x4e, 1, 5, 31], userData, [0x80])],
    ["registered user data", nalUnit([0x4e, 1, 4, 15], name, [0x80])],
    ["messages behind the picture", nalUnit([0x50, 1, 5, 31], userData)],
    ["a delimiter with words behind it", nalUnit([0x46, 1, 0x50], name)],
    ["filler", nalUnit([0x4c, 1], name)],
    ["reserved units", nalUnit([0x52, 1], name)],
    ["units that are left to others", nalUnit([0x60, 1], name)],
    ["more of them", nalUnit([0x7e, 1], name)],
    ["a picture of a further layer", nalUnit([0x26, 9], name)],
  ])("loses %s", (_, unit) => {
    const { slice, parameters } = hevc;
    expect(kept("hevc", unit, parameters, slice, unit)).toBe(
      hex(parameters, slice),
    );
  });

  it("keeps slices, parameter sets, ends and what changes what is seen", () => {
    const units = [0, 9, 16, 21, 32, 33, 34].map((type) =>
      nalUnit([type * 2, 1], "content"),
    );
    const others = [
      [72, 1],
      [74, 1],
      [78, 1, 6, 1, 0xd0, 0x80],
    ].map((unit) => nalUnit(unit));
    expect(kept("hevc", ...units, ...others)).toBe(hex(...units, ...others));
  });

  it.each([
    ["an end that holds words", nalUnit([0x48, 1], name)],
    ["half a head", nalUnit([0x26])],
  ])("is refused with %s", (_, unit) => {
    expect(kept("hevc", hevc.slice, unit)).toBeNull();
  });
});
