// Tests that decoder configurations of films stay as they are, and that no text stays in or behind them.
import { describe, expect, it } from "vitest";
import { hexBytes } from "../../testing/dicomFixtures.ts";
import { box } from "./mp4Boxes.ts";
import { cleanConfiguration } from "./mp4Configurations.ts";
import { cleanDescription } from "./mp4SampleDescription.ts";

const name = Buffer.from("NOVAKOVA^BOZENA");
const avcC = hexBytes("01 64 00 1f ff e1 0003 67aabb 01 0002 68cc");
const hevcHead = hexBytes("01".repeat(22));
const hevcSet = hexBytes("a0 0001 0003 4001aa");
const esds = hexBytes(`00000000
  03 17 0001 00                                       # ES_ID, no flags
  04 0f 20 11 000000 00000000 00000000 05 00          # MPEG-4 video, nothing for its decoder
  06 01 02`);
const signedEsds = (objectType: string, signature: string) =>
  hexBytes(`00000000
    03 2c 0001 00
    04 24 ${objectType} 11 000000 00000000 00000000
    05 15 000001b0 01 000001b2 ${Buffer.from(signature).toString("hex")}
    06 01 02`);

describe("a decoder configuration", () => {
  it.each([
    ["avcC", avcC],
    ["hvcC", Buffer.concat([hevcHead, Buffer.from([1]), hevcSet])],
    ["vpcC", hexBytes("01000000 00 1f 82 01 01 01 0000")],
    ["av1C", hexBytes("81000c00 0a02 aabb")],
    ["av1C", hexBytes("81000c00")],
    ["pasp", hexBytes("00000001 00000001")],
    ["esds", esds],
    ["esds", signedEsds("20", "Lavc58.13.10")],
  ])("stays as it is: %s", (type, payload) => {
    expect(cleanConfiguration(type, payload)).toEqual(Uint8Array.from(payload));
  });

  it("ends with its parameter sets", () => {
    const laden = Buffer.concat([avcC, hexBytes("fd f8 f8 00"), name]);
    expect(cleanConfiguration("avcC", laden)).toEqual(Buffer.from(avcC));
  });

  it("keeps no arrays of messages", () => {
    const message = Buffer.concat([hexBytes("a7 0001 0011 4e01"), name]);
    const laden = [hevcHead, Buffer.from([2]), message, hevcSet, name];
    expect(cleanConfiguration("hvcC", Buffer.concat(laden))).toEqual(
      Uint8Array.from([...hevcHead, 1, ...hevcSet]),
    );
  });

  it.each([
    ["avcC", Buffer.concat([hexBytes("01 64 00 1f ff e1 000f"), name])],
    ["avcC", name],
    ["hvcC", name],
    [
      "vpcC",
      Buffer.concat([hexBytes("01000000 00 1f 82 01 01 01 000f"), name]),
    ],
    ["av1C", Buffer.concat([hexBytes("81000c00 0a02 aabb"), name])],
    ["av1C", Buffer.concat([hexBytes("81000c00 2a0f"), name])],
    ["pasp", Buffer.concat([hexBytes("00000001 00000001"), name])],
    ["esds", Buffer.concat([esds, name])],
    ["esds", Buffer.concat([hexBytes("00000000"), name])],
    ["esds", signedEsds("20", "NOVAKOVABOZE")],
    ["esds", signedEsds("61", "Lavc58.13.10")],
    ["btrt", name],
  ])("is not trusted with room for a name: %s", (type, payload) => {
    expect(cleanConfiguration(type, payload)).toBeNull();
  });

  it("stands there once, and bit rates not at all", () => {
    const described = (...boxes: readonly Uint8Array[]) =>
      cleanDescription(
        Buffer.concat([
          hexBytes("00000000 00000001"),
          box("avc1", new Uint8Array(78), ...boxes),
        ]),
      );
    const plain = described(box("avcC", avcC));
    expect(plain.ok).toBe(true);
    expect(described(box("avcC", avcC), box("btrt", name))).toEqual(plain);
    expect(described(box("avcC", avcC), box("avcC", avcC))).toEqual({
      ok: false,
      failure: "damaged",
    });
  });
});
