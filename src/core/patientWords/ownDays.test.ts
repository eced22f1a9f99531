// The patient's own days in every spelling, and what only looks like one of them.
import { describe, expect, it } from "vitest";
import { foundIn } from "../../testing/foundWords.ts";
import { radiologyProse } from "../../testing/radiologyProse.ts";
import type { PatientWords } from "./patientWords.ts";
import { WordMatcher } from "./wordMatcher.ts";

const born: PatientWords = [{ kind: "birthDate", text: "19610423" }];
const examined: PatientWords = [{ kind: "date", text: "20190312" }];

describe("the day of birth", () => {
  it.each([
    "23/Apr/1961",
    "Apr/23/1961",
    "1961/Apr/23",
    "23/Apr/61",
    "Apr 23 61",
    "23APR61",
    "23Apr1961",
    "23_Apr_1961",
    "23|APR|1961",
    "23–04–1961",
    "23—04—1961",
    "23/4-61",
    "23.4.-61",
    "23/4.1961",
    "23 4 61",
    "23 4 1961",
    "4 23 1961",
    "1961 04 23",
    "1961 4 23",
    "1961-23-04",
    "23 IV 1961",
    "23 IV 61",
    "23.IV.61",
    "23/iv/1961",
    "23_04_1961",
    "23|04|1961",
    "1961|04|23",
    "23 . 04 . 1961",
    "23, 4, 1961",
    "23. 4. 61",
    "23-4-’61",
    "61年4月23",
    "23 tháng 4 năm 1961",
    "23. aprila 1961",
    "23. travnja 1961",
    "23 април 1961",
    "23 أبريل 1961",
    "٢٣ نيسان ١٩٦١",
    "23 באפריל 1961",
    "23 अप्रैल 1961",
    "२३ अप्रैल १९६१",
    "23 เมษายน 2504",
    "23 เมษายน พ.ศ. 2504",
    "23 เม.ย. 2504",
    "23/4/2504",
    "23 Απριλίου 1961",
    "２３／０４／１９６１",
  ])("%s", (day) => {
    expect(foundIn(`CT ${day} axial`, born)).toEqual([day]);
    expect(foundIn(`DOB:${day}`, born)).toEqual([day]);
    expect(foundIn(`CT ${day}`, born, "value")).toEqual([day]);
  });

  it.each([
    ["DOB19610423", "19610423"],
    ["DOB-23-04-1961", "23-04-1961"],
    ["born23.04.1961", "23.04.1961"],
    ["CT_23.04.1961_1", "23.04.1961"],
    ["CT 3 23 4 1961", "23 4 1961"],
  ])("joined to other signs: %s", (text, hit) => {
    expect(foundIn(text, born)).toEqual([hit]);
  });

  it.each([
    "23 4 62",
    "24/Apr/1961",
    "23 x 4 x 61 mm",
    "23-4-61 mm",
    "23.4 61",
    "23 4.61",
    "23, 4, 61",
    "23:4:61",
    "1.2.840.23.4.1961.7",
    "b 23 4 611",
    "23 cases, 4 controls, 1961",
    "23 patients in April 1961",
  ])("not in: %s", (text) => {
    expect(foundIn(`Shows ${text} here`, born)).toEqual([]);
  });
});

describe("another day of the patient", () => {
  it.each([
    "12/Mar/2019",
    "12MAR19",
    "12 3 2019",
    "2019 03 12",
    "12 III 2019",
    "12–03–2019",
  ])("%s", (day) => {
    expect(foundIn(`CT ${day} axial`, examined)).toEqual([day]);
  });

  it.each(["12 3 19", "12 III 19", "120319", "12/3-19"])(
    "not in what numbers are by chance: %s",
    (text) => {
      expect(foundIn(`CT ${text} axial`, examined)).toEqual([]);
    },
  );
});

it("is not met by chance in ordinary prose", () => {
  const days = Array.from({ length: 12 * 31 * 20 }, (_, at) => {
    const [month, day] = [(at % 12) + 1, (Math.floor(at / 12) % 31) + 1];
    const year = 1945 + Math.floor(at / 372) * 4;
    return year * 10_000 + month * 100 + day;
  });
  const words = days.map((day) => ({
    kind: "birthDate" as const,
    text: String(day),
  }));
  const matcher = new WordMatcher(words);
  const alarms = radiologyProse.flatMap((sentence) =>
    matcher.find(sentence, "prose").map(() => sentence),
  );
  expect(alarms).toEqual([]);
});
