// Series of public archives are known by the record beside them, and without it by the record in the store.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fetchedRecord } from "../../testing/fetchedRecord.ts";
import type {
  EntryPath,
  LocalPath,
  OriginalUID,
} from "../../core/model/brands.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import { fetchedSeriesAmong } from "./fetchedRecords.ts";

const uid = "1.2.3.4" as OriginalUID;
let folder: string;
let stores: readonly string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-records-"));
  stores = [join(folder, "sample"), join(folder, "public")];
  for (const store of stores) await mkdir(store);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const readPacked = () => Promise.resolve(null);
const blocked = {
  kind: "blocked",
  reason: "noDerivatives",
  licence: "",
} as const;
const among = (path: string, seriesInstanceUID: OriginalUID = uid) =>
  fetchedSeriesAmong(
    ["/export"],
    {
      instances: [scannedInstance(path, { seriesInstanceUID })],
      skipped: [],
    },
    { stores, readPacked },
  );

it("inside a zip, or copied without its record, a series is known by the store's record", async () => {
  await writeFile(
    join(folder, "public", `${uid}.json`),
    fetchedRecord(uid, blocked),
  );
  for (const path of ["/export/series.zip!1-01.dcm", "/export/renamed/IM1"])
    expect(await among(path)).toMatchObject([
      { seriesInstanceUID: uid, verdict: blocked },
    ]);
  expect(await among("/export/IM1", "1.2.3.5" as OriginalUID)).toEqual([]);
});

it("a record that lies with the images comes before the store's", async () => {
  const own = join(folder, "export");
  await mkdir(own);
  await writeFile(join(folder, "export.json"), fetchedRecord(uid));
  await writeFile(
    join(folder, "public", `${uid}.json`),
    fetchedRecord(uid, blocked),
  );
  const found = await fetchedSeriesAmong(
    [own],
    {
      instances: [
        scannedInstance(join(own, "IM1"), { seriesInstanceUID: uid }),
      ],
      skipped: [],
    },
    { stores, readPacked },
  );
  expect(found).toMatchObject([{ verdict: { kind: "attribution" } }]);
});

const damaged = [
  {
    seriesInstanceUID: uid,
    verdict: { kind: "blocked", reason: "recordDamaged" },
  },
];

it.each([
  ["cut short", fetchedRecord(uid, blocked).slice(0, -3)],
  ["empty", ""],
  [
    "of a later release",
    fetchedRecord(uid).replace(/"version": ?1/, '"version":2'),
  ],
  ["of another series", fetchedRecord("1.9")],
])(
  "a record named for the series that is %s holds it back",
  async (_how, text) => {
    await writeFile(join(folder, "public", `${uid}.json`), text);
    expect(await among("/export/IM1")).toMatchObject(damaged);
    // Beside the images, too, and then whatever the store's record allows.
    await writeFile(join(folder, `${uid}.json`), text);
    await writeFile(join(folder, "public", `${uid}.json`), fetchedRecord(uid));
    const path = join(folder, "series", "IM1");
    const beside = await fetchedSeriesAmong(
      [join(folder, "series")],
      {
        instances: [scannedInstance(path, { seriesInstanceUID: uid })],
        skipped: [],
      },
      { stores, readPacked },
    );
    expect(beside).toMatchObject(damaged);
  },
);

it("a record that cannot be opened holds the series back", async () => {
  await mkdir(join(folder, "public", `${uid}.json`));
  expect(await among("/export/IM1")).toMatchObject(damaged);
});

it.each([
  ["unreadable", 300, null],
  ["cut short", 300, "{"],
  ["far too large", 65 * 1024 * 1024, fetchedRecord(uid)],
])(
  "a packed record that is %s holds the series back",
  async (_how, sizeBytes, text) => {
    for (const path of [
      `/export/a.zip!${uid}.json`,
      `/export/a.zip!in/${uid}.json`,
    ]) {
      const packedRecord = {
        kind: "archiveEntry",
        path: path as EntryPath,
        sizeBytes,
        container: {
          kind: "file",
          path: "/export/a.zip" as LocalPath,
          sizeBytes: 1000,
          modifiedAtMs: 0,
        },
        packed: { kind: "plain", offset: 0 },
      } as const;
      const found = await fetchedSeriesAmong(
        ["/export"],
        {
          instances: [
            scannedInstance("/export/a.zip!IM1", { seriesInstanceUID: uid }),
          ],
          skipped: [
            {
              source: packedRecord,
              reason: { kind: "notDicom" },
              packedRecord,
            },
          ],
        },
        { stores, readPacked: () => Promise.resolve(text) },
      );
      expect(found).toMatchObject(damaged);
    }
  },
);

it("no record, and a UID that leads elsewhere, are nothing", async () => {
  await writeFile(join(folder, "x.json"), fetchedRecord("../x"));
  expect(await among("/export/IM1")).toEqual([]);
  expect(await among("/export/IM1", "../x" as OriginalUID)).toEqual([]);
});
