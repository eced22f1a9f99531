// Suggestions for the form: from the closed list only, whatever the scanner wrote.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { specificsSuggestions } from "../../shared/contractLists.ts";
import { headerWith } from "../../testing/groupedImages.ts";
import { noContrastStated } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { suggestSpecifics } from "./specifics.ts";

const suggest = (fields: Partial<InstanceHeader>) =>
  suggestSpecifics(headerWith(fields), null);

describe("CT", () => {
  it.each<[string, Partial<InstanceHeader>]>([
    ["", { seriesDescription: "Thorax 1.0" }],
    ["non-contrast", { seriesDescription: "ABDOMEN NATIV 3.0" }],
    ["non-contrast", { seriesDescription: "Head w/o" }],
    ["non-contrast", { seriesDescription: "NON-CON 5mm" }],
    [
      "",
      {
        seriesDescription: "Head w/o",
        contrast: { ...noContrastStated, isGiven: true },
      },
    ],
    ["C+ arterial phase", { seriesDescription: "Abd arterial 1.5" }],
    ["C+ portal venous phase", { seriesDescription: "ABD PORTAL VENOUS" }],
    ["C+ portal venous phase", { seriesDescription: "Abdomen venoes 3.0" }],
    ["C+ portal venous phase", { seriesDescription: "Abdomen portalvenös" }],
    ["", { seriesDescription: "PORTABLE HEAD" }],
    ["C+ delayed", { seriesDescription: "Delayed 5 min" }],
    ["C+ CTPA", { seriesDescription: "CTPA 1.0 B20f" }],
    ["C+ renal excretory phase", { seriesDescription: "CT Urogram" }],
    ["C+ renal cortical phase", { seriesDescription: "corticomedullary" }],
    ["C+ renal parenchymal phase", { seriesDescription: "nephrographic" }],
    ["lung window", { convolutionKernel: "LUNG" }],
    ["bone window", { convolutionKernel: "BONEPLUS" }],
    ["lung window", { seriesDescription: "Thorax lung 1.0 art" }],
    [
      "lung window",
      { convolutionKernel: "B70f", windowCenter: -600, windowWidth: 1600 },
    ],
    [
      "bone window",
      { convolutionKernel: "Hr60s", windowCenter: 500, windowWidth: 2500 },
    ],
    ["", { convolutionKernel: "B31f", windowCenter: -600, windowWidth: 1600 }],
  ])("suggests %j", (expected, fields) => {
    expect(suggest({ modality: "CT", ...fields })).toBe(expected);
  });
});

describe("MR", () => {
  it.each<[string, Partial<InstanceHeader>]>([
    ["T1", { seriesDescription: "t1_se_sag" }],
    ["T1", { seriesDescription: "SAG MPRAGE" }],
    ["T1 fat sat", { seriesDescription: "AX T1 FS" }],
    [
      "T1 C+",
      {
        seriesDescription: "T1 TSE",
        contrast: { ...noContrastStated, isGiven: true },
      },
    ],
    [
      "T1 C+ fat sat",
      { seriesDescription: "t1_vibe_fs_tra +c", scanOptions: ["FS"] },
    ],
    ["T1 in-phase", { imageType: ["DERIVED", "PRIMARY", "DIXON", "IN_PHASE"] }],
    ["T1 out-of-phase", { seriesDescription: "AX OUT OF PHASE" }],
    ["PD fat sat", { seriesDescription: "pd_tse_fs_cor" }],
    ["T2", { seriesDescription: "t2_tse_tra" }],
    ["T2 fat sat", { seriesDescription: "T2 SPAIR cor" }],
    ["STIR", { seriesDescription: "COR STIR" }],
    ["FLAIR", { seriesDescription: "t2_tirm_tra_dark-fluid" }],
    ["SWI", { seriesDescription: "SWI_Images" }],
    [
      "SWI",
      {
        seriesDescription: "Hemo_tra",
        imageType: ["ORIGINAL", "PRIMARY", "M", "SWI"],
      },
    ],
    ["DWI", { diffusionBValue: 1000 }],
    ["DWI", { seriesDescription: "ep2d_diff_b1000" }],
    ["ADC", { imageType: ["DERIVED", "PRIMARY", "DIFFUSION", "ADC"] }],
    ["ADC", { seriesDescription: "ep2d_diff_ADC" }],
    ["MRA", { seriesDescription: "TOF_3D_multi-slab" }],
    ["MRV", { seriesDescription: "MRV phase contrast" }],
    ["perfusion maps", { seriesDescription: "CBV map" }],
    ["Gradient Echo", { scanningSequence: ["GR"] }],
    [
      "Gradient Echo",
      { seriesDescription: "T2* axial", scanningSequence: ["GR"] },
    ],
    ["Echo planar", { scanningSequence: ["EP", "GR"] }],
    ["T1", { scanningSequence: ["SE"], repetitionTimeMs: 500, echoTimeMs: 12 }],
    [
      "T2",
      { scanningSequence: ["SE"], repetitionTimeMs: 4000, echoTimeMs: 90 },
    ],
    [
      "PD",
      { scanningSequence: ["SE"], repetitionTimeMs: 2500, echoTimeMs: 20 },
    ],
    [
      "FLAIR",
      {
        scanningSequence: ["SE", "IR"],
        repetitionTimeMs: 9000,
        echoTimeMs: 120,
        inversionTimeMs: 2500,
      },
    ],
    ["", { seriesDescription: "Survey" }],
  ])("suggests %j", (expected, fields) => {
    expect(suggest({ modality: "MR", ...fields })).toBe(expected);
  });
});

it("suggests nothing for other modalities", () => {
  expect(suggest({ modality: "US", seriesDescription: "T2 arterial" })).toBe(
    "",
  );
});

it("never copies the scanner's words, whatever they are", () => {
  const allowed = new Set([
    "",
    ...(specificsSuggestions.CT ?? []),
    ...(specificsSuggestions.MRI ?? []),
  ]);
  const words = fc.constantFrom(
    ..."T1 T2 PD FLAIR FS STIR +C GD SWI DWI ADC TOF art PORTAL native LUNG BONE DOE^JOHN MIP in phase OPP DELAY".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom("CT", "MR"),
      fc.array(fc.oneof(words, fc.string()), { maxLength: 6 }),
      fc.array(fc.constantFrom("SE", "GR", "EP", "IR"), { maxLength: 3 }),
      (modality, said, scanningSequence) => {
        const suggestion = suggest({
          modality,
          scanningSequence,
          seriesDescription: said.join(" "),
          repetitionTimeMs: 500,
          echoTimeMs: 10,
        });
        expect(allowed.has(suggestion)).toBe(true);
      },
    ),
  );
});
