// Every form an answer may have: what is taken for a reading, what is refused, and that nothing missing becomes a zero.
import { describe, expect, it } from "vitest";
import { findingLabels } from "../../shared/secondLookLabels.ts";
import {
  answerForms,
  madeUpAnswer,
} from "../../sandbox/xraydar/madeUpReadings.ts";
import { parseAnswer } from "./parseAnswer.ts";

type Algorithm = "image" | "report";

function valueIn(body: string, label: string): number | null | undefined {
  const reading = parseAnswer(body);
  if (!reading.ok) throw new Error(reading.failure.kind);
  return reading.value.probabilities.find((each) => each.label === label)
    ?.probability;
}

function refusalOf(body: string): unknown {
  const reading = parseAnswer(body);
  return reading.ok ? "a reading" : reading.failure;
}

function answer(
  form: (typeof answerForms)[number],
  algorithm: Algorithm = "image",
): string {
  return madeUpAnswer(form, algorithm).body;
}

describe("forms that are understood", () => {
  it.each([
    ["usual", "image"],
    ["usual", "report"],
    ["flat37", "image"],
    ["flat38", "image"],
    ["flat45", "report"],
    ["pairs", "image"],
    ["objects", "image"],
    ["jsonInJson", "image"],
    ["labelledHtml", "image"],
    ["numericStrings", "report"],
    ["otherSpelling", "image"],
    ["extraKeys", "image"],
  ] as const)("%s of the %s algorithm", (form, algorithm) => {
    const body = answer(form, algorithm);
    expect(valueIn(body, "pleural_effusion")).toBe(0.93);
    expect(valueIn(body, "cardiomegaly")).toBe(0.71);
    // The key with a capital and a dot, or its other names.
    expect(valueIn(body, "pulmonary_bloodflow_redis")).toBe(0.19);
  });

  it.each([
    "AI_prediction",
    "prediction",
    "predictions",
    "probabilities",
    "results",
    "report",
    "findings",
    "labels",
  ])("labels and values under %s", (wrapper) => {
    const values = JSON.parse(answer("flat38")) as unknown;
    const body = JSON.stringify({ [wrapper]: values, model: "made up" });
    expect(valueIn(body, "pleural_effusion")).toBe(0.93);
  });

  it("AI_prediction before anything else that looks like it", () => {
    const usual = JSON.parse(answer("usual")) as object;
    const others = { predictions: { pleural_effusion: 0.01 } };
    expect(
      valueIn(JSON.stringify({ ...others, ...usual }), "pleural_effusion"),
    ).toBe(0.93);
  });

  it("keeps the urgency as text, and unknown keys apart", () => {
    const reading = parseAnswer(answer("extraKeys"));
    if (!reading.ok) throw new Error("refused");
    expect(reading.value.otherFields).toEqual([
      { name: "lobe_collapse", value: "0.4" },
      { name: "model_version", value: "made up" },
      { name: "time_ms", value: "412" },
    ]);
    expect(parseAnswer(answer("usual"))).toMatchObject({
      value: { urgency: "urgent" },
    });
  });

  it("says how many unknown fields there are beyond those that are shown", () => {
    const fieldsBeside = (count: number) => {
      const more = Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`field_${at}`, "x"]),
      );
      const usual = JSON.parse(answer("usual")) as object;
      const reading = parseAnswer(JSON.stringify({ ...usual, ...more }));
      return reading.ok ? reading.value.otherFields : [];
    };
    expect(fieldsBeside(50)).toHaveLength(50);
    expect(fieldsBeside(50).at(-1)?.name).toBe("field_49");
    expect(fieldsBeside(51)).toHaveLength(50);
    expect(fieldsBeside(51).slice(-2)).toEqual([
      { name: "field_48", value: "x" },
      { name: "2 more fields", value: "Only in the answer as it was received" },
    ]);
  });

  it("names all 37 findings, whatever was answered", () => {
    const reading = parseAnswer(answer("usual", "report"));
    if (!reading.ok) throw new Error("refused");
    const labels = reading.value.probabilities.map(({ label }) => label);
    expect(labels.slice(0, 37)).toEqual(findingLabels.map(({ key }) => key));
    expect(labels.slice(37)).toContain("normal");
  });
});

describe("what was not reported", () => {
  it("is null for NaN, null and negative values, never zero", () => {
    const body = answer("nanAndNull");
    expect(valueIn(body, "atelectasis")).toBeNull();
    expect(valueIn(body, "pneumothorax")).toBeNull();
    expect(valueIn(body, "hernia")).toBeNull();
    expect(valueIn(body, "pleural_effusion")).toBe(0.93);
  });

  it("is null for a label that is missing", () => {
    const values = JSON.parse(answer("flat38")) as Record<string, number>;
    delete values["pneumothorax"];
    expect(valueIn(JSON.stringify(values), "pneumothorax")).toBeNull();
  });

  it("is null for two spellings of one label that differ", () => {
    const values = JSON.parse(answer("flat38")) as Record<string, number>;
    values["Rib Fracture"] = 0.99;
    expect(valueIn(JSON.stringify(values), "rib_fracture")).toBeNull();
  });

  it.each(["0,5", "12 %", "", "high", "0x1"])(
    "is null for the text %j",
    (text) => {
      const values = JSON.parse(answer("flat38")) as Record<string, unknown>;
      values["bulla"] = text;
      expect(valueIn(JSON.stringify(values), "bulla")).toBeNull();
    },
  );
});

describe("what is refused", () => {
  it.each([
    ["blank", { kind: "blank" }],
    ["html", { kind: "html" }],
    ["text", { kind: "notJson" }],
    ["bareNumbers", { kind: "bareNumbers" }],
    ["aboveOne", { kind: "scaleUnknown" }],
    ["tooFew", { kind: "tooFewLabels", matched: 29 }],
  ] as const)("%s", (form, reason) => {
    expect(refusalOf(answer(form))).toEqual({ kind: "notUnderstood", reason });
  });

  it("a message in place of a reading", () => {
    expect(refusalOf(answer("errorObject"))).toEqual({
      kind: "message",
      text: "Not a frontal chest radiograph",
    });
    expect(refusalOf('{"detail": ["bad key"]}')).toEqual({
      kind: "message",
      text: '["bad key"]',
    });
  });

  it.each([
    '{"results":{},"error":"no chest"}',
    '{"AI_prediction":[],"error":"no chest"}',
    '{"report":{"model":"made up"},"message":"no chest"}',
  ])("a message beside a map without a label: %s", (body) => {
    expect(refusalOf(body)).toEqual({ kind: "message", text: "no chest" });
  });

  it("numbers without names, whatever is said beside them", () => {
    expect(refusalOf('{"results":[0.1,0.2],"message":"done"}')).toEqual({
      kind: "notUnderstood",
      reason: { kind: "bareNumbers" },
    });
  });

  it.each(["[]", "{}", "3", "null", "true", '"hello"', '{"predictions": []}'])(
    "%s",
    (body) => {
      expect(refusalOf(body)).toMatchObject({ kind: "notUnderstood" });
    },
  );

  it("no form of the sandbox by throwing", () => {
    for (const form of answerForms)
      for (const algorithm of ["image", "report"] as const)
        expect(() => parseAnswer(answer(form, algorithm))).not.toThrow();
  });
});
