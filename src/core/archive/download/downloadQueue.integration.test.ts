// The folder of fetched series as two programs see it: one at a time, and what is removed is gone with its record.
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createSeriesFolder } from "../../../adapters/archiveStore/seriesFolder.ts";
import { createDurableFile } from "../../../adapters/durableFile.ts";
import { lockJournal } from "../../../adapters/journal/journalLock.ts";
import { systemClock } from "../../../adapters/systemClock.ts";
import type { ArchiveSeries } from "../../../shared/archive.ts";
import { success } from "../../../shared/result.ts";
import { fetchedRecord } from "../../../testing/fetchedRecord.ts";
import { valueOf } from "../../../testing/dicomFixtures.ts";
import { politeManners } from "../call/archiveSettings.ts";
import { openDownloadQueue } from "./downloadQueue.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-store-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = () =>
  openDownloadQueue({
    store: createSeriesFolder(folder),
    transportFor: () => {
      throw new Error("nothing is fetched here");
    },
    citation: () => Promise.resolve(success(null)),
    clock: systemClock,
    random: { fraction: () => 0, bytes: (length) => new Uint8Array(length) },
    manners: politeManners,
    file: createDurableFile(join(folder, "queue.json")),
    lock: () => lockJournal(join(folder, ".queue")),
  });

it("lets one program at a time into the folder, and the next one when it is done", async () => {
  const first = valueOf(await open());
  expect(await open()).toEqual({
    ok: false,
    failure: { kind: "storeInUse" },
  });
  await first.close();
  const next = valueOf(await open());
  await next.close();
});

it.each([
  ["killed", "999999999\n"],
  // Half of its number is the number of another process that lives.
  ["killed over its own number", "1"],
])("takes over the folder of a program that was %s", async (_how, text) => {
  await writeFile(join(folder, ".queue.lock"), text);
  const queue = valueOf(await open());
  await queue.close();
});

it("removes a series with its record, and nothing beside it", async () => {
  for (const uid of ["1.2.3", "1.2.34"]) {
    await mkdir(join(folder, uid));
    await writeFile(join(folder, uid, "1-01.dcm"), "image");
    await writeFile(join(folder, `${uid}.json`), fetchedRecord(uid));
  }
  const queue = valueOf(await open());
  expect(valueOf(await queue.stored("1.2.3"))).not.toBeNull();
  expect(await queue.removeStored("1.2.3")).toEqual(success(null));
  expect(valueOf(await queue.stored("1.2.3"))).toBeNull();
  expect(valueOf(await queue.stored("1.2.34"))).not.toBeNull();
  for (const name of ["..", ".", "queue.json"]) {
    await queue.removeStored(name);
    await access(join(folder, "1.2.34", "1-01.dcm"));
  }
  await queue.close();
});

it("shows a stored series after a restart as its record has it", async () => {
  const verdict = {
    kind: "blocked",
    reason: "disagree",
    licence: "CC BY 4.0",
  } as const;
  await mkdir(join(folder, "1.2.3"));
  await writeFile(join(folder, "1.2.3", "1-01.dcm"), "image");
  await writeFile(
    join(folder, "1.2.3.json"),
    fetchedRecord("1.2.3", verdict).replace(
      '"warnings":[]',
      '"warnings":["withoutHashes"]',
    ),
  );
  const before = valueOf(await open());
  await before.acceptPolicy();
  await before.add(listed, {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  });
  await before.close();
  const queue = valueOf(await open());
  await vi.waitFor(() => {
    expect(queue.list()).toMatchObject([
      { verdict, state: { kind: "stored", warnings: ["withoutHashes"] } },
    ]);
  });
  await queue.close();
});

/** As the archive lists it: its licence by itself would do. */
const listed: ArchiveSeries = {
  source: "nbia",
  seriesInstanceUID: "1.2.3",
  studyInstanceUID: "1.2",
  collection: "SAMPLE-CT",
  patientId: "SAMPLE-CT-001",
  modality: "CT",
  bodyPart: "",
  description: "",
  manufacturer: "",
  date: { raw: "", iso: null },
  imageCount: 1,
  sizeBytes: 5,
  licence: {
    name: "Creative Commons Attribution 4.0 International License",
    uri: "https://creativecommons.org/licenses/by/4.0/",
  },
  doi: null,
  descriptionUri: "",
  isThirdParty: false,
  storageUrl: null,
};
