// Fuzzes the readers of archives and disc directories: one damaged input after the other through the same steps as a scan.
import { gzipSync } from "node:zlib";
import { readZipDirectory } from "../adapters/archives/yauzlDirectory.ts";
import { openEntry } from "../core/media/entrySource.ts";
import { listArchive } from "../core/media/listArchive.ts";
import { withDirectoryHints } from "../core/media/directoryHints.ts";
import {
  missingReferences,
  type FoundDirectory,
} from "../core/media/missingReferences.ts";
import type { LocalPath, OriginalUID } from "../core/model/brands.ts";
import type { UnreadFile } from "../core/model/fileSource.ts";
import { readFoundFile } from "../core/scan/readFoundFile.ts";
import type { OpenSourceFile } from "../core/scan/fileTree.ts";
import { failed, success } from "../shared/result.ts";
import { ctSlice, testUID } from "./dicomFixtures.ts";
import { directoryFile, imageRecord } from "./directoryFixtures.ts";
import { scannedInstance } from "./groupedImages.ts";
import { MemoryDisk } from "./memoryArchives.ts";
import { mutated } from "./mutations.ts";
import { tarArchive } from "./tarFixtures.ts";
import { zipArchive } from "./zipFixtures.ts";

const password = "sesame";
/** More than any damaged input of a few kilobytes should list, which would be a loop. */
const mostFiles = 5000;

/** Inputs that are whole; each is damaged by number. */
const wholeInputs: readonly Uint8Array[] = (() => {
  const slice = ctSlice();
  const members = [
    { name: "cd/IM1", bytes: slice },
    { name: "cd/IM2", bytes: slice, isStored: true },
  ];
  const images = ["IM1", "IM2", "IM3"].map((name) =>
    imageRecord(`CD/${name}`, {
      ReferencedSOPInstanceUIDInFile: testUID(4, 1),
      InstanceNumber: 1,
    }),
  );
  const directory = directoryFile([
    {
      type: "PATIENT",
      below: [
        {
          type: "STUDY",
          attributes: { StudyDescription: "Neck", StudyDate: "20240131" },
          below: [
            {
              type: "SERIES",
              attributes: { SeriesNumber: 2, SeriesDescription: "Axial" },
              below: images,
            },
          ],
        },
      ],
    },
  ]);
  const zip = zipArchive(members);
  const locked = (kind: "zipCrypto" | "ae2") =>
    zipArchive(members.map((each) => ({ ...each, lock: { kind, password } })));
  const zip64 = zipArchive(
    members.map((each) => ({
      ...each,
      isZip64: true,
      hasDataDescriptor: true,
    })),
  );
  const tar = tarArchive([
    { name: "cd/IM1", bytes: slice, longName: "pax" },
    { name: "cd/a.zip", bytes: zip, longName: "gnu" },
  ]);
  return [
    directory,
    zip,
    locked("zipCrypto"),
    locked("ae2"),
    zip64,
    tar,
    gzipSync(tar),
    // A directory without a right offset in it, and an archive between other bytes.
    directoryFile([{ type: "SERIES", below: images }], { offsets: "wrong" }),
    Buffer.concat([new Uint8Array(200).fill(0x90), zip, Buffer.from("stray")]),
    zipArchive([
      { name: "a.zip", bytes: zip },
      { name: "DICOMDIR", bytes: directory },
    ]),
  ];
})();

/** Number of inputs that are damaged in turn. */
export const fuzzInputs = wholeInputs.length;

const nextTurn = () => Promise.resolve();
/** What a damaged directory is compared with: a file it names, and one of an instance it names. */
const instances = ["/cd/CD/IM1", "/cd/x"].map((path) =>
  scannedInstance(path, { sopInstanceUID: testUID(4, 1) as OriginalUID }),
);

async function compareWithDirectory(directory: FoundDirectory): Promise<void> {
  const found = { paths: ["/cd/x" as LocalPath], sopInstanceUIDs: [] };
  await missingReferences([directory], found, nextTurn);
  await withDirectoryHints(instances, [directory], nextTurn);
}

/** Scans one damaged input, `whole` where that is given. Throws if a reader throws, or finds more than there can be. */
export async function fuzzOnce(
  seed: number,
  whole = wholeInputs[seed % fuzzInputs],
): Promise<void> {
  if (whole === undefined) throw new Error("No input");
  const disk = new MemoryDisk();
  const root = "/cd/input.zip" as LocalPath;
  disk.plant(root, mutated(whole, seed));
  const pending: { file: UnreadFile; depth: number }[] = [
    { file: { kind: "file", path: root }, depth: 0 },
  ];
  const deps = { scratch: disk.scratch, open: disk.openFile };
  const open: OpenSourceFile = async (file) => {
    if (file.kind === "file") return await disk.openPath(file.path);
    const opened = await openEntry(file, deps);
    return opened.ok
      ? success(Object.assign(opened.value, { modifiedAtMs: 0 }))
      : failed({ kind: "unreadable", code: opened.failure.kind });
  };
  for (let count = 0; ; count++) {
    const next = pending.pop();
    if (next === undefined) return;
    if (count > mostFiles) throw new Error("A loop of files");
    const { file, depth } = next;
    const verdict = await readFoundFile(file, open);
    if (verdict.kind === "directory")
      await compareWithDirectory({
        path: file.path,
        references: verdict.references,
      });
    if (verdict.kind !== "archive") continue;
    const listed = await listArchive(
      { file, format: verdict.format, depth, passwords: [password] },
      { open: disk.openPath, scratch: disk.scratch, readZipDirectory },
    );
    for (const entry of listed.ok ? listed.value.entries : [])
      if (entry.kind === "file")
        pending.push({ file: entry.file, depth: depth + 1 });
  }
}
