// The sample archive: collections with every kind of licence, subjects, studies and series, all synthetic and the same every time.
import { createHash } from "node:crypto";
import { sampleDicomFile } from "./sampleDicom.ts";

export interface SampleSeries {
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  readonly collection: string;
  readonly patientId: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly description: string;
  readonly imageCount: number;
  readonly rows: number;
  readonly licenseName: string;
  readonly licenseURI: string;
  readonly doi: string;
  /** Of the folder on the open storage. */
  readonly uuid: string;
}

interface SampleLicence {
  readonly name: string;
  readonly uri: string;
}

const by4 = {
  name: "Creative Commons Attribution 4.0 International License",
  uri: "https://creativecommons.org/licenses/by/4.0/",
};
const byNc4 = {
  name: "Creative Commons Attribution-NonCommercial 4.0 International License",
  uri: "https://creativecommons.org/licenses/by-nc/4.0/",
};
const byNd4 = {
  name: "Creative Commons Attribution-NoDerivatives 4.0 International License",
  uri: "https://creativecommons.org/licenses/by-nd/4.0/",
};
const restricted = { name: "TCIA Restricted License", uri: "" };
const none = { name: "", uri: "" };

const collections: readonly (readonly [string, SampleLicence, string])[] = [
  ["SAMPLE-CHEST", by4, "SAMPLE.2020.chest"],
  ["SAMPLE-NC", byNc4, "SAMPLE.2021.nc"],
  ["SAMPLE-ND", byNd4, "SAMPLE.2022.nd"],
  ["SAMPLE-RESTRICTED", restricted, "SAMPLE.2023.restricted"],
  ["SAMPLE-NOLICENCE", none, "SAMPLE.2024.none"],
  ["NLST", by4, "TCIA.HMQ8-J677"],
];

const kinds: readonly (readonly [string, string, string, number, number])[] = [
  ["CT", "CHEST", "Lung window 5 mm", 12, 64],
  ["DX", "CHEST", "Chest PA", 1, 128],
  ["CT", "Lung", "Soft tissue", 4, 64],
  ["MR", "BRAIN", "T1 axial", 3, 64],
];

const patientsEach = 2;

function allSeries(): readonly SampleSeries[] {
  return collections.flatMap(([collection, licence, doi], at) =>
    Array.from({ length: patientsEach }, (_, patient) =>
      kinds.map(
        (
          [modality, bodyPart, description, imageCount, rows],
          kind,
        ): SampleSeries => {
          const studyInstanceUID = `1.3.6.1.4.1.99999.${String(at + 1)}.${String(patient + 1)}`;
          const seriesInstanceUID = `${studyInstanceUID}.${String(kind + 1)}`;
          return {
            seriesInstanceUID,
            studyInstanceUID,
            collection,
            patientId: `${collection}-${String(patient + 1).padStart(3, "0")}`,
            modality,
            bodyPart,
            description,
            imageCount,
            rows,
            licenseName: licence.name,
            licenseURI: licence.uri,
            // Mixed case and a stray space, as at the source.
            doi: `https://doi.org/10.7937/${doi} `,
            uuid: uuidOf(seriesInstanceUID),
          };
        },
      ),
    ).flat(),
  );
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** One file of a series. */
export interface SampleFile {
  readonly sopInstanceUID: string;
  readonly bytes: Buffer;
  readonly md5: string;
}

/** The archive's holdings. Files are made when they are asked for. */
export class SampleArchive {
  readonly series = allSeries();

  find(seriesInstanceUID: string): SampleSeries | null {
    return (
      this.series.find(
        (each) => each.seriesInstanceUID === seriesInstanceUID,
      ) ?? null
    );
  }

  files(series: SampleSeries): readonly SampleFile[] {
    return Array.from({ length: series.imageCount }, (_, index) => {
      const sopInstanceUID = `${series.seriesInstanceUID}.${String(index + 1)}`;
      const bytes = sampleDicomFile({
        ...series,
        sopInstanceUID,
        number: index + 1,
      });
      const md5 = createHash("md5").update(bytes).digest("hex");
      return { sopInstanceUID, bytes, md5 };
    });
  }

  sizeBytes(series: SampleSeries): number {
    return this.files(series).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** MD5 over the sorted hashes of the files. */
  seriesMd5(series: SampleSeries): string {
    const hashes = this.files(series)
      .map(({ md5 }) => md5)
      .sort();
    return createHash("md5").update(hashes.join("")).digest("hex");
  }
}
