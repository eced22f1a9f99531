// Names that are words of the field: left alone in its phrases, found where somebody is meant.
import { describe, expect, it } from "vitest";
import { foundIn, wordsOfName } from "../../testing/foundWords.ts";

const names =
  "Glass French Best Pain Blood Rib Bell Rice Berry Potter Cook Rose Wood Winter Fox Wolf Banks".split(
    " ",
  );

describe("a family name that is a word of radiology", () => {
  it.each([
    "Ground glass opacity in both lungs.",
    "Patchy ground-glass change; Ground Glass Opacity.",
    "GROUND GLASS OPACITY",
    "Foreign body: a glass fragment. Glass is seen on radiographs.",
    "A 12 French drain, an 8.5-French sheath and a 10French tube.",
    "12 FRENCH CATHETER",
    "In the French literature, and in French.",
    "The French guidelines and the French-Canadian cohort.",
    "Best seen on axial images. Best treated with rest.",
    "Best appreciated on T2; better seen on the coronal.",
    "Best practice is to wait.",
    "Patient: Best known for surgery.",
    "Pain in the back. Pain referred to the shoulder, with severe pain.",
    "Pain returned. Pain was treated with paracetamol. Pain for 2 years.",
    "Chest Pain after a fall. Acute Pain.",
    "Pain, 2 years after surgery.",
    "- pain\n- blood\n- fever",
    "Pain reported since Monday.",
    "Pain is well controlled.",
    "Blood in the ventricles. Blood was seen in the cistern.",
    "Blood pressure was high, with a blood clot and Blood Pool imaging.",
    "Rib fracture of the left rib. Rib notching, and Rib Fractures.",
    "Left Rib. First Rib. Rib was seen to be injured.",
    "Bell palsy on the right.",
    "A right Bell's palsy, with Bell’s phenomenon.",
    "Bell clapper deformity of the testis.",
    "Rice bodies in the bursa.",
    "RICE BODIES",
    "Berry aneurysm of the anterior communicating artery.",
    "A ruptured Berry aneurysm.",
    "Potter sequence with oligohydramnios.",
    "Cook catheter in place, and a Cook stent.",
    "Rose thorn ulcers; CRP rose to 90.",
    "Wood splinter in the foot, seen with a Wood lamp.",
    "Winter 2019, and in Winter again.",
    "Fox sign and Fox-Fordyce disease.",
    "Wolf-Hirschhorn syndrome and Wolf Parkinson White.",
    "Bone banks, and tissue Banks.",
  ])("is nobody in: %s", (text) => {
    // One by one: two names beside each other are names.
    const found = names.filter(
      (name) => foundIn(text, wordsOfName(`${name}^Ida`)).length > 0,
    );
    expect(found).toEqual([]);
  });

  it.each([
    (name: string) => `Mr ${name} had a fall.`,
    (name: string) => `seen by dr. ${name.toLowerCase()}`,
    (name: string) => `Mrs ${name} fracture`,
    (name: string) => `${name} is a 45-year-old man.`,
    (name: string) => `${name} presented with cough.`,
    (name: string) => `${name} fell off a ladder.`,
    (name: string) => `${name.toUpperCase()} FELL OFF A LADDER`,
    (name: string) => `${name} was admitted.`,
    (name: string) => `${name} had cough.`,
    (name: string) => name.toLowerCase(),
    (name: string) => `${name} reported nausea.`,
    (name: string) => `${name} was referred by his doctor.`,
    (name: string) => `${name}, 45 F`,
    (name: string) => `${name} (45 y): trauma`,
    (name: string) => `${name}, 45 years old`,
    (name: string) => name,
    (name: string) => `Trauma\n${name}\nCT`,
    (name: string) => `Name: ${name}`,
    (name: string) => `Patient: ${name}, trauma`,
    (name: string) => `${name}'s pain settled.`,
    (name: string) => `The patient ${name} came back.`,
    (name: string) => `We saw ${name} in clinic.`,
    (name: string) => `Consent of ${name} was given.`,
  ])("is somebody in: %s", (textOf) => {
    const missed = names.filter(
      (name) =>
        foundIn(textOf(name), wordsOfName(`${name}^Ida`))
          .join()
          .toLowerCase() !== name.toLowerCase(),
    );
    expect(missed).toEqual([]);
  });

  it.each([
    ["Ida Rice bodies", ["Ida", "Rice"]],
    ["Cook catheter. Ida was well.", ["Cook", "Ida"]],
    ["ida glass", ["ida", "glass"]],
    ["Glass, Ida", ["Glass", "Ida"]],
    ["Ida French, 12 French drain", ["Ida", "French"]],
    ["Mr Bell's palsy", ["Bell"]],
  ])("is told by the other part or a title: %s", (text, hits) => {
    const words = wordsOfName("Rice^Ida").concat(
      ["Cook", "Glass", "French", "Bell"].flatMap((name) => wordsOfName(name)),
    );
    expect(foundIn(text, words)).toEqual(hits);
  });
});
