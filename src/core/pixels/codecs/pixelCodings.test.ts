// Tests of what is decoded and what is refused, transfer syntax by transfer syntax.
import { describe, expect, it } from "vitest";
import { canDecode, pixelCodingOf, refusalOfSyntax } from "./pixelCodings.ts";

const root = "1.2.840.10008.1.2";

describe("transfer syntaxes", () => {
  it.each([
    [root, "native"],
    [`${root}.1`, "native"],
    [`${root}.1.99`, "native"],
    [`${root}.2`, "native"],
  ])("%s is native", (uid, kind) => {
    expect(pixelCodingOf(uid)).toEqual({ kind });
    expect(canDecode(uid)).toBe(true);
  });

  it.each([
    ["4.50", "JPEG"],
    ["4.51", "JPEG"],
    ["4.57", "JPEG"],
    ["4.70", "JPEG"],
    ["4.80", "JPEG-LS"],
    ["4.81", "JPEG-LS"],
    ["4.90", "JPEG 2000"],
    ["4.91", "JPEG 2000"],
    ["4.201", "HTJ2K"],
    ["4.203", "HTJ2K"],
    ["5", "RLE"],
    ["8.1", "Deflate"],
  ])("%s is decoded as %s", (suffix, codec) => {
    const uid = `${root}.${suffix}`;

    expect(pixelCodingOf(uid)).toEqual({ kind: "compressed", codec });
    expect(canDecode(uid)).toBe(true);
  });

  it.each([
    ["4.100", "MPEG-2"],
    ["4.101.1", "MPEG-2"],
    ["4.102", "H.264"],
    ["4.106.1", "H.264"],
    ["4.107", "H.265"],
    ["4.108", "H.265"],
  ])("%s is refused as %s video", (suffix, coding) => {
    const uid = `${root}.${suffix}`;

    expect(refusalOfSyntax(uid)).toEqual({ kind: "videoPixelData", coding });
    expect(canDecode(uid)).toBe(false);
  });

  it.each([`${root}.4.110`, `${root}.4.94`, "1.2.840.113619.5.2"])(
    "'%s' is refused by its UID",
    (transferSyntaxUID) => {
      expect(refusalOfSyntax(transferSyntaxUID)).toEqual({
        kind: "unsupportedTransferSyntax",
        transferSyntaxUID,
      });
    },
  );

  it.each(["1.2.3", "", "1.2.NOVAK^JAN", `${root}.19610304`])(
    "'%s' is refused and not repeated: anything may stand there",
    (transferSyntaxUID) => {
      expect(refusalOfSyntax(transferSyntaxUID)).toEqual({
        kind: "unsupportedTransferSyntax",
        transferSyntaxUID: "",
      });
    },
  );
});
