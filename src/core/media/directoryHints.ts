// Fills gaps in headers with what a DICOMDIR says of the same file: descriptions, numbers, dates, and the place in its tree.
import type { FileSource } from "../model/fileSource.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { comparablePath, foldersAround } from "./comparablePath.ts";
import type { DirectoryReference } from "./dicomDirectory.ts";
import type { FoundDirectory } from "./missingReferences.ts";

/** A reference with its place among those of all directories. */
interface PlacedReference {
  readonly reference: DirectoryReference;
  readonly place: number;
}

/** Files between two turns. */
const filesPerTurn = 2048;

/**
 * The instances, with what directories say of them where their headers say nothing. What a header says stands. A reference
 * is of a file if it names it and no SOP Instance UID speaks against that, or else by the UID; where several are, the first directory counts.
 */
export async function withDirectoryHints(
  instances: readonly ScannedInstance[],
  directories: readonly FoundDirectory[],
  nextTurn: () => Promise<void>,
): Promise<readonly ScannedInstance[]> {
  if (directories.length === 0) return instances;
  const index = new ReferenceIndex();
  for (const directory of directories) {
    await nextTurn();
    index.add(directory);
  }
  const hinted: ScannedInstance[] = [];
  for (const instance of instances) {
    if (hinted.length % filesPerTurn === 0) await nextTurn();
    const found = index.find(instance);
    hinted.push(found === null ? instance : withHints(instance, found));
  }
  return hinted;
}

/** References by path and by instance. */
class ReferenceIndex {
  readonly #byPath = new Map<string, PlacedReference>();
  readonly #byUID = new Map<string, PlacedReference>();
  #count = 0;

  add({ path, references }: FoundDirectory): void {
    const [folder = ""] = foldersAround(comparablePath(path));
    for (const reference of references) {
      const placed = { reference, place: this.#count++ };
      const file = folder + comparablePath(reference.fileID.join("/"));
      if (!this.#byPath.has(file)) this.#byPath.set(file, placed);
      const { sopInstanceUID } = reference;
      if (sopInstanceUID !== "" && !this.#byUID.has(sopInstanceUID))
        this.#byUID.set(sopInstanceUID, placed);
    }
  }

  find({
    source,
    header,
  }: {
    readonly source: Pick<FileSource, "path">;
    readonly header: Pick<InstanceHeader, "sopInstanceUID">;
  }): PlacedReference | null {
    const uid = header.sopInstanceUID;
    const named = this.#byPath.get(comparablePath(source.path));
    if (named !== undefined && isSame(named.reference.sopInstanceUID, uid))
      return named;
    return (uid === "" ? undefined : this.#byUID.get(uid)) ?? null;
  }
}

/** What is not said speaks against nothing. */
function isSame(a: string, b: string): boolean {
  return a === "" || b === "" || a === b;
}

function withHints(
  instance: ScannedInstance,
  { reference, place }: PlacedReference,
): ScannedInstance {
  const header = withGapsFilled(instance.header, reference);
  return { ...instance, header, directoryPlace: place };
}

function withGapsFilled(
  header: InstanceHeader,
  { instanceNumber, study, series }: DirectoryReference,
): InstanceHeader {
  const isOfStudy =
    study !== null && isSame(study.studyInstanceUID, header.studyInstanceUID);
  const isOfSeries =
    series !== null &&
    isSame(series.seriesInstanceUID, header.seriesInstanceUID);
  const said = {
    instanceNumber: header.instanceNumber ?? instanceNumber,
    studyDescription:
      header.studyDescription || (isOfStudy ? study.description : ""),
    studyDate: header.studyDate || (isOfStudy ? study.date : ""),
    studyTime: header.studyTime || (isOfStudy ? study.time : ""),
    modality: header.modality || (isOfSeries ? series.modality : ""),
    seriesDescription:
      header.seriesDescription || (isOfSeries ? series.description : ""),
    seriesNumber: header.seriesNumber ?? (isOfSeries ? series.number : null),
  };
  const isNew = (Object.keys(said) as (keyof typeof said)[]).some(
    (key) => said[key] !== header[key],
  );
  return isNew ? { ...header, ...said } : header;
}
