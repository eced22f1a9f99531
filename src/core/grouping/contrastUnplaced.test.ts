// Phases of contrast where no slice knows its position in the patient.
import { describe, expect, it } from "vitest";
import {
  contrastBrief,
  liverThenAbdomen,
  named,
  stacksInBrief,
} from "../../testing/contrastPasses.ts";
import { stacksIn } from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

describe("slices that know no position in the patient", () => {
  const nowhere: Partial<InstanceHeader> = {
    imagePositionPatient: null,
    imageOrientationPatient: null,
  };
  /** The slices of both, one after the other of each, as a table at those places gives them. */
  const passes = (
    first: (index: number) => Partial<InstanceHeader>,
    second: (index: number) => Partial<InstanceHeader>,
  ) =>
    liverThenAbdomen(
      (index) => ({ ...nowhere, ...first(index) }),
      (index) => ({ ...nowhere, ...second(index) }),
    );
  /** Where each slice lies, and its time: seconds of this minute from the twentieth on. */
  const timed = (from: number, minute: string) => (index: number) => ({
    sliceLocation: -5 * (from + index),
    acquisitionTime: `${minute}${String(20 + index)}`,
  });

  it("are told apart at their Slice Locations, where all have one", () => {
    const stacks = stacksInBrief(passes(timed(6, "1015"), timed(0, "1017")));
    expect(stacks).toEqual([
      ["/l1", 10, "acquisition 101520"],
      ["/a1", 30, "acquisition 101720"],
    ]);
  });

  it("are one stack where times differ but a Slice Location is missing", () => {
    const stacks = stacksInBrief(
      passes(
        (index) => ({
          ...timed(6, "1015")(index),
          ...(index === 0 && { sliceLocation: null }),
        }),
        timed(0, "1017"),
      ),
    );
    expect(stacks).toEqual([["/l1", 40]]);
  });

  it("are told apart where every image names its phase", () => {
    const stacks = stacksInBrief(
      passes(
        () => named("arterial"),
        () => named("portalVenous"),
      ),
    );
    expect(stacks).toEqual([
      ["/l1", 10, "contrast arterial"],
      ["/a1", 30, "contrast portalVenous"],
    ]);
  });

  it("are one stack where one image names none, or one alone another", () => {
    expect(
      stacksInBrief(
        passes(
          (index) => (index === 3 ? {} : named("arterial")),
          () => named("portalVenous"),
        ),
      ),
    ).toEqual([["/l1", 40]]);
    expect(
      stacksInBrief(
        passes(
          (index) => named(index === 3 ? "delayed" : "arterial"),
          () => named("arterial"),
        ),
      ),
    ).toEqual([["/l1", 40]]);
  });

  it("are told apart by their phases though they are captures, and stay held back", () => {
    const capture = { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" };
    const stacks = stacksIn(
      passes(
        () => ({ ...capture, ...named("arterial") }),
        () => ({ ...capture, ...named("delayed") }),
      ),
    );
    expect(contrastBrief(stacks)).toEqual([
      ["/l1", 10, "contrast arterial"],
      ["/a1", 30, "contrast delayed"],
    ]);
    expect(stacks.map(({ heldBack }) => heldBack)).toEqual([
      "secondaryCapture",
      "secondaryCapture",
    ]);
  });
});
