// Tests that the form of a film's samples is told from its entry and configuration, and never guessed.
import { expect, it } from "vitest";
import { sampleForm } from "./sampleForms.ts";

const avcC = { type: "avcC", payload: Uint8Array.of(1, 100, 0, 31, 0xfd) };
const hvcC = { type: "hvcC", payload: new Uint8Array(23).fill(0xfc, 21, 22) };
const other = (type: string) => ({ type, payload: new Uint8Array(4) });

it.each([
  ["avc1", avcC, { kind: "nalUnits", coding: "avc", lengthBytes: 2 }],
  ["avc3", avcC, { kind: "nalUnits", coding: "avc", lengthBytes: 2 }],
  ["hvc1", hvcC, { kind: "nalUnits", coding: "hevc", lengthBytes: 1 }],
  ["hev1", hvcC, { kind: "nalUnits", coding: "hevc", lengthBytes: 1 }],
  ["av01", other("av1C"), { kind: "av1" }],
  ["vp09", other("vpcC"), { kind: "vp9" }],
  ["mp4v", other("esds"), { kind: "mpeg4" }],
])("takes samples under %s apart", (entry, configuration, form) => {
  expect(sampleForm(entry, [other("pasp"), configuration])).toEqual(form);
});

it.each([
  ["avc1", hvcC],
  ["hvc1", avcC],
  ["av01", avcC],
  ["mp4v", other("pasp")],
  ["s263", avcC],
])("knows no form for %s beside another configuration", (entry, other) => {
  expect(sampleForm(entry, [other])).toBeNull();
});
