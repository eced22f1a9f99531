// The cart outlives a restart, holds each series once, and never takes a damaged record for an empty one.
import { expect, it } from "vitest";
import type { ArchiveSeries } from "../../shared/archive.ts";
import { MemoryDurableFile } from "../../testing/memoryDurableFile.ts";
import { ArchiveCart } from "./archiveCart.ts";

function series(seriesInstanceUID: string): ArchiveSeries {
  return {
    source: "nbia",
    seriesInstanceUID,
    studyInstanceUID: "1.2",
    collection: "SAMPLE-CHEST",
    patientId: "SAMPLE-CHEST-001",
    modality: "CT",
    bodyPart: "CHEST",
    description: "",
    manufacturer: "",
    date: { raw: "", iso: null },
    imageCount: 12,
    sizeBytes: 100,
    licence: { name: "", uri: "" },
    doi: null,
    descriptionUri: "",
    isThirdParty: false,
    storageUrl: null,
  };
}

async function opened(file: MemoryDurableFile): Promise<ArchiveCart> {
  const cart = await ArchiveCart.open(file);
  if (!cart.ok) throw new Error(cart.failure.kind);
  return cart.value;
}

it("is the same after a restart, each series once", async () => {
  const file = new MemoryDurableFile();
  const cart = await opened(file);
  expect(await cart.add([series("1.1"), series("1.2")])).toEqual({
    ok: true,
    value: 2,
  });
  expect(await cart.add([series("1.2"), series("1.3")])).toEqual({
    ok: true,
    value: 1,
  });
  await cart.remove(["1.1"]);
  const after = await opened(file);
  expect(after.series).toEqual([series("1.2"), series("1.3")]);
});

it("says that its record is damaged instead of beginning anew over it", async () => {
  const file = new MemoryDurableFile();
  await file.write(new TextEncoder().encode('{"version":9}'));
  expect(await ArchiveCart.open(file)).toEqual({
    ok: false,
    failure: { kind: "recordDamaged", record: "settings" },
  });
});
