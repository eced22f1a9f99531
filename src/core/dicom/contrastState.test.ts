// What images and frames say of contrast medium, by the attributes of each kind of object.
import { describe, expect, it } from "vitest";
import {
  ctSlice,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import {
  noContrastStated,
  type ContrastState,
} from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { readDataSet } from "./readDataSet.ts";
import { toInstanceHeader } from "./toInstanceHeader.ts";

async function headerOf(attributes: FixtureItem): Promise<InstanceHeader> {
  const bytes = ctSlice({ attributes });
  return toInstanceHeader(valueOf(await readDataSet(memoryByteSource(bytes))));
}

describe("contrast medium of an image", () => {
  it.each<[string, FixtureItem, Partial<ContrastState>]>([
    ["nothing", {}, {}],
    ["an agent", { ContrastBolusAgent: "OMNIPAQUE 350" }, { isGiven: true }],
    ["no agent, in words", { ContrastBolusAgent: "none" }, { isGiven: false }],
    [
      "no agent, in a word for the phase",
      { ContrastBolusAgent: "NATIV" },
      { isGiven: false, phase: "unenhanced" },
    ],
    [
      "an agent and its phase",
      { ContrastBolusAgent: "Ultravist 370, arterielle Phase" },
      { isGiven: true, phase: "arterial" },
    ],
    [
      "an agent and its way",
      { ContrastBolusAgent: "ULTRAVIST i.v. venous" },
      { isGiven: true },
    ],
    [
      "agents by code",
      { ContrastBolusAgentSequence: [{ CodeMeaning: "Iohexol" }] },
      { isGiven: true },
    ],
    ["a volume", { ContrastBolusVolume: 90 }, { isGiven: true }],
    ["a volume of nothing", { ContrastBolusVolume: 0 }, {}],
    ["a flow", { ContrastFlowRate: 3.5 }, { isGiven: true }],
    [
      "the start of the bolus",
      { ContrastBolusStartTime: "101530.25" },
      { isGiven: true, bolusStartTime: "101530.25" },
    ],
    [
      "a comment on the image, before one on its acquisition",
      { ImageComments: "Venös 70s", AcquisitionComments: "ARTERIAL" },
      { phase: "venous" },
    ],
    [
      "a comment on its acquisition",
      { AcquisitionComments: "late arterial" },
      { phase: "lateArterial" },
    ],
  ])("is known by %s", async (_, attributes, expected) => {
    expect((await headerOf(attributes)).contrast).toEqual({
      ...noContrastStated,
      ...expected,
    });
  });

  it("holds no word of a comment, which may name the patient", async () => {
    const { contrast } = await headerOf({
      ImageComments: "Kanari Petra arterial",
    });
    expect(contrast.phase).toBe("arterial");
    expect(JSON.stringify(contrast)).not.toContain("Kanari");
  });
});

describe("contrast medium of frames", () => {
  it("is what the usage of each frame says", async () => {
    const usage = (administered: string, phase: string) => ({
      ContrastBolusUsageSequence: [
        {
          ContrastBolusAgentAdministered: administered,
          ContrastBolusAgentPhase: phase,
        },
      ],
    });
    const { contrast, frames } = await headerOf({
      NumberOfFrames: 4,
      ContrastBolusAgentSequence: [{ CodeMeaning: "Gadobutrol" }],
      PerFrameFunctionalGroupsSequence: [
        usage("NO", "PRE_CONTRAST"),
        usage("YES", "PORTAL_VENOUS"),
        usage("YES", "STEADY_STATE"),
        {},
      ],
    });
    const expected: readonly ContrastState[] = [
      { isGiven: false, phase: "unenhanced", bolusStartTime: "" },
      { isGiven: true, phase: "portalVenous", bolusStartTime: "" },
      { isGiven: true, phase: "enhanced", bolusStartTime: "" },
      { isGiven: true, phase: null, bolusStartTime: "" },
    ];
    expect(contrast).toEqual(expected[0]);
    expect(frames?.contrast).toEqual(expected);
  });

  it("knows the bolus by the profiles of the agents that each frame has had", async () => {
    const agent = (number: number, ...times: readonly string[]) => ({
      ContrastBolusAgentNumber: number,
      ContrastAdministrationProfileSequence: times.map((time) => ({
        ContrastBolusStartTime: time,
      })),
    });
    const usage = (...numbers: readonly number[]) => ({
      ContrastBolusUsageSequence: [1, 2].map((number) => ({
        ContrastBolusAgentNumber: number,
        ContrastBolusAgentAdministered: numbers.includes(number) ? "YES" : "NO",
      })),
    });
    const { frames } = await headerOf({
      NumberOfFrames: 4,
      ContrastBolusAgentSequence: [
        agent(1, "", "101630", "101530"),
        agent(2, "101900"),
      ],
      PerFrameFunctionalGroupsSequence: [
        usage(),
        usage(1),
        usage(2),
        usage(1, 2),
      ],
    });
    expect(frames?.contrast?.map((state) => state.bolusStartTime)).toEqual([
      // Before any: of the first to come.
      "101530",
      "101530",
      "101900",
      "101530",
    ]);
  });

  it("is the usage that all of them share", async () => {
    const { contrast } = await headerOf({
      NumberOfFrames: 2,
      SharedFunctionalGroupsSequence: [
        {
          ContrastBolusUsageSequence: [{ ContrastBolusAgentPhase: "DELAYED" }],
        },
      ],
      PerFrameFunctionalGroupsSequence: [{}, {}],
    });
    expect(contrast.phase).toBe("delayed");
  });
});
