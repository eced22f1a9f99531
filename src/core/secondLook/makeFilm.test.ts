// The file that goes: the pixels, numbers, and words of closed lists; whatever else the copy holds stays here.
import { expect, it } from "vitest";
import { dicomFile, testUID } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { noCodestreamDecoders } from "../../testing/noCodestreamDecoders.ts";
import { makeFilm } from "./makeFilm.ts";
import { filmResidue } from "./verifyFilm.ts";

const uids = { study: "2.25.1", series: "2.25.2", instance: "2.25.3" };
const plain = { uids, lookup: "none" } as const;
const samples = Uint16Array.from({ length: 16 }, (_, index) => index * 200);

function copy(changes: Record<string, string | number> = {}) {
  return memoryByteSource(
    dicomFile({
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.1.1",
        SOPInstanceUID: testUID(1),
        StudyDate: "20240131",
        Modality: "DX",
        SeriesDescription: "FIXTURE ANNA",
        PatientName: "FIXTURE^ANNA",
        BodyPartExamined: "FIXTURE ANNA",
        ViewPosition: "PA",
        StudyInstanceUID: testUID(2),
        SeriesInstanceUID: testUID(3),
        SamplesPerPixel: 1,
        PhotometricInterpretation: "MONOCHROME1",
        Rows: 4,
        Columns: 4,
        BitsAllocated: 16,
        BitsStored: 12,
        HighBit: 11,
        PixelRepresentation: 0,
        WindowCenter: "2048",
        WindowWidth: "4096",
        PresentationLUTShape: "INVERSE",
        ...changes,
        PixelData: new Uint8Array(samples.buffer),
      },
    }),
  );
}

it("holds pixels and closed words only", async () => {
  const made = await makeFilm(copy(), plain, noCodestreamDecoders);
  if (!made.ok) throw new Error(made.failure.kind);
  const text = Buffer.from(made.value).toString("latin1");
  expect(text).not.toContain("FIXTURE");
  expect(text).not.toContain("20240131");
  expect(text).not.toContain(testUID(2));
  expect(text).toContain("INVERSE");
  expect(Buffer.from(made.value).includes(Buffer.from(samples.buffer))).toBe(
    true,
  );
  expect(await filmResidue(memoryByteSource(made.value), uids)).toEqual([]);
});

it("is not made of colour", async () => {
  expect(
    await makeFilm(
      copy({ PhotometricInterpretation: "PALETTE COLOR" }),
      plain,
      noCodestreamDecoders,
    ),
  ).toMatchObject({ ok: false });
});

it("is refused by the second reading where it holds anything else", async () => {
  expect(await filmResidue(copy(), uids)).toEqual(
    expect.arrayContaining(["00080020", "00100010", "0008103E", "00180015"]),
  );
});

it("is not made where a lookup table went and no window stands for it", async () => {
  const making = { uids, lookup: "lost" } as const;
  const withoutWindow = copy({ WindowCenter: "", WindowWidth: "" });
  expect(await makeFilm(withoutWindow, making, noCodestreamDecoders)).toEqual({
    ok: false,
    failure: { kind: "unsupportedPixelLayout", keyword: "LUTData" },
  });
  expect(await makeFilm(copy(), making, noCodestreamDecoders)).toMatchObject({
    ok: true,
  });
  expect(
    await makeFilm(withoutWindow, plain, noCodestreamDecoders),
  ).toMatchObject({ ok: true });
});
