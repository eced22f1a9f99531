// Tests of what is tried to read one line.
import { expect, it } from "vitest";
import type { LineImage, ReadWord, TextReader } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
import { patientWordMatcher } from "./matchPatientWords.ts";
import { readLine } from "./readLine.ts";

const line: TextLine = {
  box: { left: 100, top: 20, width: 40, height: 10 },
  score: 6,
  polarity: "bright",
  plane: 0,
  level: 200,
  contrast: 100,
  letters: 8,
  letterHeight: 10,
};
const plane = {
  columns: 300,
  rows: 60,
  values: new Uint8Array(300 * 60).fill(100),
};

function word(text: string, confidence: number): readonly ReadWord[] {
  return [{ text, confidence, left: 0, width: 10 }];
}

/** Answers in turn, the last one for good, and keeps what it was shown. */
class ScriptedReader implements TextReader {
  readonly shown: LineImage[] = [];
  readonly #answers: readonly (readonly ReadWord[])[];

  constructor(...answers: readonly (readonly ReadWord[])[]) {
    this.#answers = answers;
  }

  load() {
    return Promise.resolve({
      read: (image: LineImage) => {
        this.shown.push(image);
        return this.#answers[this.shown.length - 1] ?? this.#answers.at(-1)!;
      },
      readPage: () => [],
    });
  }
}

const read = (reader: TextReader) =>
  readLine(line, [plane], {
    reader,
    matcher: patientWordMatcher([{ kind: "name", text: "Lindqvist" }]),
  });

it("reads a line once if that gives a word of the patient", async () => {
  const reader = new ScriptedReader(word("LINDQVIST", 90));

  expect(await read(reader)).toMatchObject({ rank: "patientWord" });
  expect(reader.shown).toHaveLength(1);
});

it("shows more to both sides of a line that surely is other text", async () => {
  const reader = new ScriptedReader(word("LIND", 95), word("LINDQVIST", 90));

  expect(await read(reader)).toMatchObject({ rank: "patientWord" });
  expect(reader.shown).toHaveLength(2);
  expect(reader.shown[1]!.columns).toBeGreaterThan(
    reader.shown[0]!.columns + 200,
  );
});

it("does not read again what surely is about technique", async () => {
  const reader = new ScriptedReader(word("PORTABLE", 95));

  expect(await read(reader)).toMatchObject({ rank: "technical" });
  expect(reader.shown).toHaveLength(1);
});

it("takes in all tries the patient's words, though the rest was illegible", async () => {
  const reader = new ScriptedReader(
    word("IIVG", 20),
    word("EEQS", 20),
    word("TTRE", 20),
    word("LINDQV1ST", 10),
  );

  expect(await read(reader)).toMatchObject({ rank: "patientWord" });
});
