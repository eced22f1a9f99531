// The published test vector, and what keys, roles, stacks and frames do to a UID.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StackId } from "../../shared/identifiers.ts";
import type { OriginalUID } from "../model/brands.ts";
import type { StackImage } from "../model/stack.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import { createUIDMapper, instanceVariant, policyUID } from "./uidMapping.ts";

const salt = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
const otherSalt = Buffer.from("ff0102030405060708090a0b0c0d0e0f", "hex");
const original = "1.2.840.113619.2.55.3.123456789.1.1" as OriginalUID;
const stackA = "stack-a" as StackId;
const stackB = "stack-b" as StackId;

describe("policyUID", () => {
  it("agrees with the published test vector", () => {
    expect(policyUID(original)).toBe(
      "1.2.826.0.1.3680043.10.341.512.280219140.1428949107",
    );
  });
});

describe("createUIDMapper", () => {
  const mapper = createUIDMapper(salt);

  it("is stable for one salt", () => {
    const again = createUIDMapper(salt);
    expect(again.study(original)).toBe(mapper.study(original));
    expect(mapper.study(original)).toBe(
      "1.2.826.0.1.3680043.10.341.512.703119077.447694841",
    );
  });

  it("gives every role another UID for the same original", () => {
    const uids = [
      mapper.study(original),
      mapper.series(original, stackA),
      mapper.frameOfReference(original),
      mapper.instance(original, null),
    ];
    expect(new Set(uids).size).toBe(4);
  });

  it("cannot be confirmed without the salt", () => {
    expect(mapper.study(original)).not.toBe(policyUID(original));
    expect(createUIDMapper(otherSalt).study(original)).not.toBe(
      mapper.study(original),
    );
  });

  it("never lets two parts of a split series share a Series Instance UID", () => {
    expect(mapper.series(original, stackA)).not.toBe(
      mapper.series(original, stackB),
    );
  });

  it("gives every frame of a multi-frame file its own SOP Instance UID", () => {
    const uids = [null, 1, 2, 3].map((frame) =>
      mapper.instance(original, frame),
    );
    expect(new Set(uids).size).toBe(4);
  });

  it("gives images that bear one SOP Instance UID new ones of their own, and the first version the one it has alone", () => {
    const uidOf = (shared: StackImage["shared"]) =>
      mapper
        .forVariant(
          instanceVariant({
            instance: scannedInstance("/a"),
            frame: null,
            ...(shared !== undefined && { shared }),
          }),
        )
        .instance(original, null);
    const alone = uidOf(undefined);
    expect(uidOf({ imageKey: "", version: 1, versions: 2 })).toBe(alone);
    expect(
      new Set([
        alone,
        uidOf({ imageKey: "", version: 2, versions: 2 }),
        uidOf({ imageKey: "a", version: 1, versions: 1 }),
        uidOf({ imageKey: "b", version: 1, versions: 2 }),
        uidOf({ imageKey: "b", version: 2, versions: 2 }),
      ]).size,
    ).toBe(5);
    expect(mapper.forVariant("b 2").series(original, stackA)).toBe(
      mapper.series(original, stackA),
    );
  });

  it("maps a UID again that has the prefix already", () => {
    const hashed = policyUID(original) as OriginalUID;
    expect(mapper.study(hashed)).not.toBe(hashed);
  });

  it("refuses a salt that could be guessed", () => {
    expect(() => createUIDMapper(new Uint8Array(15))).toThrow(RangeError);
  });

  it("always makes a valid UID of the policy's form", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, frame) => {
        const uid = mapper.instance(text as OriginalUID, frame);
        expect(uid).toMatch(
          /^1\.2\.826\.0\.1\.3680043\.10\.341\.512\.(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})$/,
        );
        expect(uid.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});
