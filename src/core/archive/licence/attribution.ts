// The block of credit that goes into the discussion of a case made from public data (reference section 11).
import {
  dataUsagePolicyUrl,
  type ArchiveSource,
  type DatasetCitation,
  type LicenceNotice,
} from "../../../shared/archive.ts";

/** One data set that images of the case come from. */
export interface CreditedDataset {
  /** Where its images were fetched. */
  readonly source: ArchiveSource;
  /** How that archive itself cites it; empty where it does not say. */
  readonly citedAs: string;
  readonly collection: string;
  readonly licence: LicenceNotice;
  readonly doi: string | null;
  readonly descriptionUri: string;
  /** Null where the registry could not be asked: the DOI stands for it then. */
  readonly citation: DatasetCitation | null;
}

/** What is to be said of an archive wherever its data are used. */
interface ArchiveCredit {
  readonly name: string;
  /** The publication about it, without its DOI. */
  readonly paper: string;
  readonly paperDoi: string;
}

const imagingArchive: ArchiveCredit = {
  name: "The Cancer Imaging Archive",
  paper:
    "Clark K, Vendt B, Smith K, et al. The Cancer Imaging Archive (TCIA): Maintaining and Operating a Public Information Repository. Journal of Digital Imaging 2013;26:1045-1057.",
  paperDoi: "10.1007/s10278-013-9622-7",
};

const archives: Readonly<Record<ArchiveSource, ArchiveCredit>> = {
  nbia: imagingArchive,
  nlst: imagingArchive,
  idc: {
    name: "Imaging Data Commons",
    paper:
      "Fedorov A, Longabaugh WJR, Pot D, et al. National Cancer Institute Imaging Data Commons: Toward Transparency, Reproducibility, and Scalability in Imaging Artificial Intelligence. RadioGraphics 2023;43(12):e230180.",
    paperDoi: "10.1148/rg.230180",
  },
};

/** A citation as text: creators, year, title, publisher, DOI. */
export function citationText(citation: DatasetCitation): string {
  const { creators, year, title, publisher, doi } = citation;
  const shown = creators.slice(0, 10);
  const names =
    shown.length === 0
      ? ""
      : `${shown.join("; ")}${creators.length > shown.length ? "; et al." : ""} `;
  const inYear = year === "" ? "" : `(${year}). `;
  const from = publisher === "" ? "" : `${publisher}. `;
  return `${names}${inYear}${title.replace(/\.$/, "")}. ${from}https://doi.org/${doi}`;
}

/** Paragraphs of plain text, each data set once. Names no patient of the archive. */
export function attributionBlock(
  datasets: readonly CreditedDataset[],
): readonly string[] {
  const unique = new Map<string, CreditedDataset>();
  for (const each of datasets)
    unique.set(
      `${each.doi ?? each.collection}\n${each.licence.name}${each.licence.uri}`,
      each,
    );
  if (unique.size === 0) return [];
  return [
    "Images from public data:",
    ...[...unique.values()].map(creditLine),
    `Changes made: images were selected, de-identified again, and may have been windowed, cropped or masked. ${policyNote.text}`,
    ...paperNotes(datasets).map(({ text }) => text),
  ];
}

/** What is said of an archive beside its data sets: a sentence, and the part of it that must stand in any wording. */
interface ArchiveNote {
  readonly text: string;
  readonly sign: string;
}

const policyNote: ArchiveNote = {
  text: `Use is subject to the data usage policy: ${dataUsagePolicyUrl}`,
  sign: dataUsagePolicyUrl.replace(/^https:\/\/(?:www\.)?/, ""),
};

/** The link to the policy, and the publication of each archive once. */
export function archiveNotes(
  datasets: readonly CreditedDataset[],
): readonly ArchiveNote[] {
  return datasets.length === 0 ? [] : [policyNote, ...paperNotes(datasets)];
}

function paperNotes(
  datasets: readonly CreditedDataset[],
): readonly ArchiveNote[] {
  const credits = new Set(datasets.map(({ source }) => archives[source]));
  return [...credits].map(({ paper, paperDoi }) => ({
    text: `${paper} https://doi.org/${paperDoi}`,
    sign: paperDoi,
  }));
}

/** The credit for one data set: citation and licence. */
export function creditLine(dataset: CreditedDataset): string {
  const { licence } = dataset;
  const uri = licence.uri === "" ? "" : ` (${licence.uri})`;
  return `${citedText(dataset)} Licence: ${licence.name || licence.uri}${licence.name === "" ? "" : uri}.`;
}

/** True where a data set has a citation, and nobody has told it yet. */
export function isUncited({
  citedAs,
  citation,
  doi,
}: Pick<CreditedDataset, "citedAs" | "citation" | "doi">): boolean {
  return citedAs === "" && citation === null && doi !== null;
}

/** What stands for a citation that is not known: names of the data set and of the archive, and the address. */
export function standInText({
  source,
  doi,
  collection,
  descriptionUri,
}: CreditedDataset): string {
  const address = doi === null ? descriptionUri : `https://doi.org/${doi}`;
  return `${collection}. ${archives[source].name}. ${address}`.trim();
}

/** As the archive cites it, else as the registry has it, else by its name and address. Always with its DOI, if it has one. */
export function citedText(dataset: CreditedDataset): string {
  const { citedAs, citation, doi, descriptionUri } = dataset;
  const address = doi === null ? descriptionUri : `https://doi.org/${doi}`;
  if (citedAs !== "") {
    const isNamed =
      doi === null || citedAs.toLowerCase().includes(doi.toLowerCase());
    return isNamed ? citedAs : `${citedAs} ${address}`;
  }
  return citation === null ? standInText(dataset) : citationText(citation);
}
