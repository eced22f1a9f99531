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
  /** YYYY-MM-DD */
  readonly submittedOn: string;
  /** Derived by others, with a DOI of its own. */
  readonly isThirdParty: boolean;
}

/** What there is beside the usual collections. */
export interface SampleHoldings {
  /** So many subjects of the collection SAMPLE-CROWD, the first of whom has as many series; none by default. */
  readonly crowd?: number;
  /** Day (YYYY-MM-DD) on which the chest film of SAMPLE-CHEST-002 came; all else is of 2016. */
  readonly newestDay?: string;
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
const usualDay = "2016-01-06";
const newestSeries = "1.3.6.1.4.1.99999.1.2.2";
const derivedSeries = "1.3.6.1.4.1.99999.1.2.3";

/** Many small series: one for each subject, and as many for the first. */
function crowdSeries(count: number): readonly SampleSeries[] {
  const one = (subject: number, number: number): SampleSeries => {
    const studyInstanceUID = `1.3.6.1.4.1.99999.7.${String(subject)}`;
    const seriesInstanceUID = `${studyInstanceUID}.${String(number)}`;
    return {
      seriesInstanceUID,
      studyInstanceUID,
      collection: "SAMPLE-CROWD",
      patientId: `SAMPLE-CROWD-${String(subject).padStart(5, "0")}`,
      modality: "CT",
      bodyPart: "CHEST",
      description: `Part ${String(number)}`,
      imageCount: 1,
      rows: 16,
      licenseName: by4.name,
      licenseURI: by4.uri,
      doi: "https://doi.org/10.7937/SAMPLE.2025.crowd",
      uuid: uuidOf(seriesInstanceUID),
      submittedOn: usualDay,
      isThirdParty: false,
    };
  };
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return [
    ...numbers.map((number) => one(1, number)),
    ...numbers.slice(1).map((subject) => one(subject, 1)),
  ];
}

function allSeries({
  newestDay = usualDay,
}: SampleHoldings): readonly SampleSeries[] {
  return collections.flatMap(([collection, licence, doi], at) =>
    Array.from({ length: patientsEach }, (_, patient) =>
      kinds.map(
        (
          [modality, bodyPart, description, imageCount, rows],
          kind,
        ): SampleSeries => {
          const studyInstanceUID = `1.3.6.1.4.1.99999.${String(at + 1)}.${String(patient + 1)}`;
          const seriesInstanceUID = `${studyInstanceUID}.${String(kind + 1)}`;
          const isThirdParty = seriesInstanceUID === derivedSeries;
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
            doi: `https://doi.org/10.7937/${isThirdParty ? "SAMPLE.2025.derived" : doi} `,
            uuid: uuidOf(seriesInstanceUID),
            submittedOn:
              seriesInstanceUID === newestSeries ? newestDay : usualDay,
            isThirdParty,
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
  readonly series: readonly SampleSeries[];
  readonly #sizes = new Map<SampleSeries, number>();

  constructor(holdings: SampleHoldings = {}) {
    this.series = [...allSeries(holdings), ...crowdSeries(holdings.crowd ?? 0)];
  }

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
    const known = this.#sizes.get(series);
    if (known !== undefined) return known;
    const size = this.files(series).reduce(
      (sum, { bytes }) => sum + bytes.length,
      0,
    );
    this.#sizes.set(series, size);
    return size;
  }

  /** MD5 over the sorted hashes of the files. */
  seriesMd5(series: SampleSeries): string {
    const hashes = this.files(series)
      .map(({ md5 }) => md5)
      .sort();
    return createHash("md5").update(hashes.join("")).digest("hex");
  }
}
