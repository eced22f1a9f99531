// Names that a system writes apart and people write as one word.
import { describe, expect, it } from "vitest";
import { foundIn, wordsOfName } from "../../testing/foundWords.ts";
import { namesToFind } from "./joinedParts.ts";

describe("a name whose first letter stands apart", () => {
  it.each([
    ["O BRIEN^SEAN", "OBrien"],
    ["O BRIEN^SEAN", "obrien"],
    ["O' BRIEN^SEAN", "Obrien"],
    ["O DEA^ANA", "Odea"],
    ["D SOUZA^ANA", "dsouza"],
  ])("%s in: %s", (name, written) => {
    const words = wordsOfName(name);
    expect(foundIn(`seen with ${written}`, words)).toEqual([written]);
    expect(foundIn(`t2_${written}`, words, "value")).toHaveLength(1);
  });

  it("is no other word", () => {
    const words = wordsOfName("O PEN^T RAY");
    expect(foundIn("Open, with a tray", words)).toEqual([]);
  });
});

describe("a name whose particle is written apart", () => {
  it.each([
    ["VAN DER BERG^JAN", "Vanderberg"],
    ["van der Berg^Jan", "VanderBerg"],
    ["van der Berg^Jan", "van Derberg"],
    ["Berg van der^Jan", "vanderberg"],
    ["Berg^Jan^^van der", "Vanderberg"],
    ["Berg^Jan^van der", "Vanderberg"],
    ["DE SILVA^ANA", "Desilva"],
    ["AL-RASHID^OMAR", "Alrashid"],
    ["EL SAYED^OMAR", "Elsayed"],
    ["LE BLANC^ANA", "Leblanc"],
    ["ABDUL RAHMAN^OMAR", "Abdulrahman"],
    ["OMAR^ABD EL RAHMAN", "Abdelrahman"],
    ["MAC DONALD^ANA", "MacDonald"],
    ["MAC DONALD^ANA", "Macdonald"],
    ["ST CLAIR^ANA", "Stclair"],
    ["عبد الرحمن^عمر", "عبدالرحمن"],
  ])("%s in: %s", (name, written) => {
    const words = wordsOfName(name);
    const hits = foundIn(`seen with ${written} today`, words);
    expect(written.endsWith(hits.join(""))).toBe(true);
    expect(hits).toHaveLength(1);
    expect(foundIn(written, words, "value")).toHaveLength(1);
  });

  it.each([
    ["Le Van Du^", ["Le Van Du"]],
    ["SMITH^DE", ["SMITH"]],
    ["DE LAY^ANA", ["LAY", "ANA"]],
    ["Mrs SMITH^A B", ["SMITH"]],
    ["van der Berg^Jan", ["Berg", "Jan", "Vanderberg", "Derberg"]],
    ["DA RE^ANA", ["RE", "ANA"]],
  ])("%s is looked for as %j", (name, parts) => {
    expect(namesToFind(name)).toEqual(parts);
  });
});
