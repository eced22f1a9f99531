// Which stacks are held back, and which are off until the user wants them.
import { describe, expect, it } from "vitest";
import { pathsOf, sliceOf, stacksIn, uid } from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

describe("what is held back or off", () => {
  it.each<[string, Partial<InstanceHeader>]>([
    ["structuredReport", { sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11" }],
    ["presentationState", { sopClassUID: "1.2.840.10008.5.1.4.1.1.11.1" }],
    ["encapsulatedDocument", { sopClassUID: "1.2.840.10008.5.1.4.1.1.104.1" }],
    ["waveform", { sopClassUID: "1.2.840.10008.5.1.4.1.1.9.1.1" }],
    ["radiotherapy", { sopClassUID: "1.2.840.10008.5.1.4.1.1.481.2" }],
    ["rawData", { sopClassUID: "1.2.840.10008.5.1.4.1.1.66" }],
    ["segmentation", { sopClassUID: "1.2.840.10008.5.1.4.1.1.66.4" }],
    ["wholeSlide", { sopClassUID: "1.2.840.10008.5.1.4.1.1.77.1.6" }],
    ["secondaryCapture", { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" }],
    ["video", { transferSyntaxUID: "1.2.840.10008.1.2.4.102" }],
    ["noPixels", { pixels: null, pixelData: null }],
    [
      "doseScreen",
      {
        sopClassUID: "1.2.840.10008.5.1.4.1.1.7",
        seriesDescription: "Dose Report",
      },
    ],
    [
      "doseScreen",
      {
        seriesDescription: "Patient Protocol",
        imagePositionPatient: null,
      },
    ],
    ["missingIdentity", { sopInstanceUID: uid("") }],
    ["missingIdentity", { sopClassUID: "" }],
    ["missingIdentity", { seriesInstanceUID: uid("") }],
    ["missingIdentity", { studyInstanceUID: uid("") }],
  ])("holds back %s", (reason, fields) => {
    const [stack] = stacksIn([sliceOf("a", 0, 1, fields)]);
    expect(stack).toMatchObject({ heldBack: reason, selectedByDefault: false });
  });

  it("leaves phase, real and imaginary images off", () => {
    const component = (name: string) => ({
      modality: "MR",
      imageType: ["ORIGINAL", "PRIMARY", name],
    });
    const off = ["P", "R", "I", "PHASE MAP"].map(
      (name) => stacksIn([sliceOf("a", 0, 1, component(name))])[0],
    );
    expect(off.map((stack) => stack?.selectedByDefault)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(
      stacksIn([sliceOf("a", 0, 1, component("M"))])[0]?.selectedByDefault,
    ).toBe(true);
  });

  it("groups files without a series by their folder", () => {
    const nameless = { seriesInstanceUID: uid(""), studyInstanceUID: uid("") };
    const stacks = stacksIn([
      sliceOf("/x/1", 0, 1, nameless),
      sliceOf("/x/2", 0, 2, nameless),
      sliceOf("/y/3", 0, 3, nameless),
    ]);
    expect(pathsOf(stacks).sort()).toEqual([["/x/1", "/x/2"], ["/y/3"]]);
  });
});
