// What is said of words of the patient in a case file.
import { describe, expect, it } from "vitest";
import { emptyCaseForm } from "../shared/caseForm.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { CaseFile } from "./caseFile.ts";
import { caseFileWords } from "./caseFileWords.ts";

const words: PatientWords = [
  { text: "Novak", kind: "name" },
  { text: "19450312", kind: "birthDate" },
];

const caseFile: CaseFile = {
  form: {
    ...emptyCaseForm,
    title: "Appendicitis",
    presentation: "Novak, born 12.3.1945, was seen in March 2020.",
  },
  studies: [
    { modality: "CT", caption: "", findings: "Normal." },
    { modality: "CT", caption: "", findings: "As NOVAK said." },
  ],
};

describe("words of the patient in a case file", () => {
  it("are refused by the field, and the word is never said", () => {
    const { refusals, warnings } = caseFileWords(caseFile, words);
    expect(refusals).toEqual([
      "presentation: a word of it stands in the headers of these images. Take it out, or send it all the same with --accept-words and a reason.",
      "study 2, findings: a word of it stands in the headers of these images. Take it out, or send it all the same with --accept-words and a reason.",
    ]);
    expect(warnings).toEqual([
      "presentation: A date. With a date an examination can be found again, and with it the patient. Write how long before or after, such as “3 months later”.",
    ]);
    expect([...refusals, ...warnings].join()).not.toMatch(/novak|1945/i);
  });

  it("are not seen where there are none", () => {
    expect(caseFileWords({ ...caseFile, studies: [] }, [])).toMatchObject({
      refusals: [],
    });
  });
});
