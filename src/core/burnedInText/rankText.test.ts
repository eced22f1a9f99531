// Tests of ranking what was read where the patient's words are not in it.
import { expect, it } from "vitest";
import { rankText } from "./rankText.ts";

function rank(text: string, confidence = 90, score = 3) {
  const words = text
    .split(" ")
    .map((word) => ({ text: word, confidence, left: 0, width: 10 }));
  const reading = text === "" ? [] : words;
  return (
    rankText({ readings: [reading], score, letters: text.length })?.rank ?? null
  );
}

it.each([
  "kV 120",
  "MI 0.9 TIs 0.4",
  "TIS0.4 MI1.4",
  "Gain 52 dB",
  "DFOV 32.0 cm",
  "15.0cm",
  "kV 120 mA 200",
  "WW 2000 WL 500",
  "W: 2000 L: 400",
  "TR 2000 TE 30",
  "TE2000",
  "2000 ms",
  "1950Hz",
  "HU 1200",
  "1899",
  "2100",
  "67 mm",
  "FR 45Hz",
])("calls %s technical", (text) => {
  expect(rank(text)).toBe("technical");
});

it.each([
  "Hillary Banks",
  "12/03/1957",
  "4829105",
  "CINE 20190311",
  "1957",
  "2099",
  "M 1957",
  "L 1957 120 kV",
  "067Y",
  "006M",
  "45 Y",
  "M 67Y",
  "F 45 Y kV 120",
])("calls %s text", (text) => {
  expect(rank(text)).toBe("text");
});

it.each(["", "| —", "~~", "a"])("makes nothing of %s", (text) => {
  expect(rank(text)).toBeNull();
});

it("makes nothing of what was read without confidence and hardly looks like writing", () => {
  expect(rank("TERRNTL", 12, 1)).toBeNull();
});

it("keeps what cannot be read but surely is writing", () => {
  expect(rank("Ж", 10, 9.5)).toBe("text");
});
