// Phases of contrast in words as scanners and technologists write them.
import { describe, expect, it } from "vitest";
import type { ContrastPhase } from "../model/contrastState.ts";
import { contrastPhaseIn } from "./contrastPhaseWords.ts";

describe("phases of contrast in words", () => {
  it.each<[ContrastPhase, readonly string[]]>([
    [
      "unenhanced",
      [
        "Abdomen NATIV 3.0",
        "Head w/o",
        "W/O CONTRAST",
        "non-contrast",
        "NonCon 5mm",
        "unenhanced",
        "Precontrast",
        "T1 pre Gd",
        "ohne KM",
        "sans injection",
        "senza mdc",
        "sin contraste",
        "PRE_CONTRAST",
      ],
    ],
    [
      "arterial",
      [
        "ARTERIAL",
        "Abd art 1.0",
        "arterielle Phase",
        "temps artériel",
        "fase arteriosa",
        "fase arterial",
        "Liver_Arterial_Phase",
      ],
    ],
    ["earlyArterial", ["early arterial", "FRÜHARTERIELL", "artériel précoce"]],
    ["lateArterial", ["LATE ARTERIAL", "spätarteriell", "artériel tardif"]],
    [
      "portalVenous",
      [
        "PORTAL VENOUS",
        "portalvenös",
        "portovenös 3.0",
        "temps portal",
        "fase portale",
        "PVP",
        "late portal venous",
        "PORTAL_VENOUS",
      ],
    ],
    ["venous", ["VENOUS", "Abdomen venös", "venoes", "veineux", "fase venosa"]],
    [
      "delayed",
      [
        "Delayed 5 min",
        "late phase",
        "Spätphase",
        "temps tardif",
        "fase tardiva",
        "equilibrium",
        "late venous",
      ],
    ],
    ["corticomedullary", ["corticomedullary", "kortikomedulläre Phase"]],
    ["nephrographic", ["nephrographic", "phase néphrographique"]],
    ["excretory", ["EXCRETORY", "Ausscheidungsphase", "fase escretrice"]],
    ["pancreatic", ["Pankreasphase", "pancreatic phase", "fase pancreatica"]],
    ["hepatobiliary", ["hepatobiliary 20 min", "HBP"]],
    ["enhanced", ["post contrast", "+C", "T1 +Gd", "mit KM", "avec contraste"]],
  ])("finds %s", (phase, texts) => {
    for (const text of texts)
      expect({ text, phase: contrastPhaseIn(text) }).toEqual({ text, phase });
  });

  it("finds none where there is none, or more than one", () => {
    for (const text of [
      "",
      "PORTABLE HEAD",
      "ARTHRO KNEE",
      "ARTEFACT",
      "Pancreas 3 mm",
      "Venlo",
      "with and without contrast",
      "ABD W/WO",
      "arterial + portal venous",
      "nativ, arteriell, venös",
    ])
      expect({ text, phase: contrastPhaseIn(text) }).toEqual({
        text,
        phase: null,
      });
  });
});
