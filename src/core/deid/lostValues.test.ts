// A slice is refused, or loses its whole window, where one of its values says who the patient is.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import { readDataSet } from "../dicom/readDataSet.ts";

const born = { PatientBirthDate: "19610423" };

async function keywordsOf(attributes: FixtureItem) {
  const { bytes, plan } = valueOf(
    await deidentifyInMemory(ctSlice({ attributes })),
  );
  const { elements } = valueOf(await readDataSet(memoryByteSource(bytes)));
  return { names: elements.map(({ tag }) => keywordOf(tag)), plan };
}

function refusedFor(keyword: string, tag: string) {
  return {
    ok: false,
    failure: {
      kind: "patientWordLeft",
      wordKind: "birthDate",
      place: { kind: "attribute", keyword, tag },
    },
  };
}

describe("an image without which nobody knows where it lies", () => {
  it.each([
    ["ImagePositionPatient", "00200032", "1961\\4\\23"],
    ["ImagePositionPatient", "00200032", "23\\4\\-1961"],
    ["PixelSpacing", "00280030", "1961\\0423"],
    ["RescaleIntercept", "00281052", "19610423"],
  ])("is refused: %s", async (keyword, tag, value) => {
    const file = ctSlice({ attributes: { ...born, [keyword]: value } });
    expect(await deidentifyInMemory(file)).toEqual(refusedFor(keyword, tag));
  });

  it("is refused where its group says it, whatever the top level says", async () => {
    const attributes = {
      ...ctSliceAttributes(),
      ...born,
      SharedFunctionalGroupsSequence: [
        {
          PlanePositionSequence: [{ ImagePositionPatient: "1961\\04\\23" }],
        },
      ],
    };
    expect(await deidentifyInMemory(dicomFile({ attributes }))).toEqual(
      refusedFor("ImagePositionPatient", "00200032"),
    );
  });

  it("keeps a spacing whose fraction has the digits of the birth date", async () => {
    const { names } = await keywordsOf({
      PatientBirthDate: "19140625",
      PixelSpacing: "0.19140625\\0.19140625",
    });
    expect(names).toContain("PixelSpacing");
  });

  it("stays where it lies near the middle of the scanner", async () => {
    const { names } = await keywordsOf({
      PatientBirthDate: "19451012",
      ImagePositionPatient: "-12\\-10\\45",
    });
    expect(names).toContain("ImagePositionPatient");
  });
});

describe("a window of which one half is lost", () => {
  it.each([
    { WindowCenter: "1961\\04\\23", WindowWidth: "400\\400\\400" },
    { WindowCenter: "40\\40\\40", WindowWidth: "1961\\04\\23" },
  ])("goes as a whole: %j", async (window) => {
    const { names, plan } = await keywordsOf({ ...born, ...window });
    expect(names).not.toContain("WindowCenter");
    expect(names).not.toContain("WindowWidth");
    const ofWindow = plan.actions.filter(({ tag }) =>
      keywordOf(tag).startsWith("Window"),
    );
    expect(ofWindow.map(({ action, rule }) => [action, rule])).toEqual([
      ["removed", "holdsIdentifier"],
      ["removed", "holdsIdentifier"],
    ]);
  });

  it("goes as a whole where a group says the other", async () => {
    const { names } = await keywordsOf({
      ...born,
      WindowCenter: "1961\\04\\23",
      SharedFunctionalGroupsSequence: [
        { FrameVOILUTSequence: [{ WindowWidth: "400" }] },
      ],
    });
    expect(names).not.toContain("WindowWidth");
  });

  it("gives way to that of the stack", async () => {
    const file = ctSlice({
      attributes: { ...born, WindowCenter: "1961\\04\\23" },
    });
    const window = { center: "40", width: "400" };
    const { bytes } = valueOf(await deidentifyInMemory(file, { window }));
    const { elements } = valueOf(await readDataSet(memoryByteSource(bytes)));
    const names = elements.map(({ tag }) => keywordOf(tag));
    expect(names).toEqual(
      expect.arrayContaining(["WindowCenter", "WindowWidth"]),
    );
  });
});
