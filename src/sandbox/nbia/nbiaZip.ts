// The zip of a series as NBIA sends it, and each way in which it has been seen to be wrong.
import type { ArchiveFault } from "./archiveFaults.ts";
import { answer, type ArchiveAnswer } from "./archiveAnswer.ts";
import type { SampleArchive, SampleSeries } from "./sampleArchive.ts";
import { streamedZip, type ZipFile } from "./streamedZip.ts";

export interface ZipWishes {
  readonly hasLicence: boolean;
  readonly hasHashes: boolean;
  readonly newNames: boolean;
  readonly faults: readonly ArchiveFault[];
}

function licenceText(series: SampleSeries, isOther: boolean): string {
  const name = isOther
    ? "Creative Commons Attribution-NonCommercial 3.0 Unported License"
    : series.licenseName;
  const uri = isOther
    ? "http://creativecommons.org/licenses/by-nc/3.0/"
    : series.licenseURI;
  if (name === "") return "";
  return `Collection: ${series.collection}\nLicense: ${name}\n${uri}\n\nSample text of the policy.\n`;
}

/** The zip, made while it is sent. */
export function seriesZipAnswer(
  archive: SampleArchive,
  series: SampleSeries,
  wishes: ZipWishes,
): ArchiveAnswer {
  const has = (kind: ArchiveFault["kind"]) =>
    wishes.faults.some((fault) => fault.kind === kind);
  const licence: ZipFile = {
    name: "LICENSE",
    bytes: Buffer.from(licenceText(series, has("otherLicence"))),
  };
  const all = archive.files(series).map(({ bytes, md5 }, index) => ({
    name: wishes.newNames
      ? `1-${String(index + 1).padStart(2, "0")}.dcm`
      : `${String(index + 1).padStart(8, "0")}.dcm`,
    bytes,
    md5,
  }));
  // Of the same size, so that nothing but its identity gives it away.
  const other = archive.series.find(
    (each) => each !== series && each.description === series.description,
  );
  const stranger = other === undefined ? undefined : archive.files(other)[0];
  const held =
    has("otherSeries") && stranger !== undefined
      ? all.map((file, index) =>
          index === 0
            ? { ...file, bytes: stranger.bytes, md5: stranger.md5 }
            : file,
        )
      : all;
  const images = has("missingImage") ? held.slice(0, -1) : held;
  const files: ZipFile[] = [
    ...(wishes.hasLicence ? [licence] : []),
    ...images,
    ...(has("unsafeEntry")
      ? [{ name: "../x", bytes: Buffer.from("out") }]
      : []),
    // Written last, and so absent when the server stopped midway.
    ...(wishes.hasHashes && !has("missingImage")
      ? [{ name: "md5hashes.csv", bytes: hashList(held, has) }]
      : []),
  ];
  const entries = has("emptyLicenceOnly")
    ? [{ name: "LICENSE", bytes: Buffer.alloc(0) }]
    : files;
  return answer(
    200,
    "application/octet-stream",
    streamedZip(entries, has("zip64")),
    {
      "content-disposition": `attachment; filename="${series.seriesInstanceUID}.zip"`,
    },
  );
}

function hashList(
  files: readonly { readonly name: string; readonly md5: string }[],
  has: (kind: ArchiveFault["kind"]) => boolean,
): Buffer {
  const rows = files.map(({ name, md5 }, index) => {
    const written =
      has("wrongHash") && index === 0
        ? md5.replace(/^./, (c) => (c === "0" ? "1" : "0"))
        : md5;
    return `${name},${has("shuffledHashes") ? written.toUpperCase() : written}`;
  });
  if (has("shuffledHashes")) rows.reverse();
  return Buffer.from(["Filename,MD5Hash", ...rows, ""].join("\n"));
}
