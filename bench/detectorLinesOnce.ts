// Compares ordinary lines with the words of many made-up patients and prints how many are wrongly taken for theirs: JSON, one line.
import { patientWordMatcher } from "../src/core/burnedInText/matchPatientWords.ts";
import { seededRandom } from "../src/core/sample/seededRandom.ts";
import { ordinaryLines } from "./detector/ordinaryLines.ts";
import { madeUpPerson } from "./detector/people.ts";

const patients = 300;
const dice = seededRandom(77);
let wrong = 0;
for (let patient = 0; patient < patients; patient += 1) {
  const matcher = patientWordMatcher(madeUpPerson(dice).words);
  for (const line of ordinaryLines) if (matcher(line).length > 0) wrong += 1;
}
process.stdout.write(
  `${JSON.stringify({ wrong, compared: patients * ordinaryLines.length })}\n`,
);
