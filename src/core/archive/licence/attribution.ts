// The block of credit that goes into the discussion of a case made from public data (reference section 11).
import {
  dataUsagePolicyUrl,
  type DatasetCitation,
  type LicenceNotice,
} from "../../../shared/archive.ts";

/** One data set that images of the case come from. */
export interface CreditedDataset {
  readonly collection: string;
  readonly licence: LicenceNotice;
  readonly doi: string | null;
  readonly descriptionUri: string;
  /** Null where the registry could not be asked: the DOI stands for it then. */
  readonly citation: DatasetCitation | null;
}

/** The publication that the archive asks to be cited with every use. */
const archivePaper =
  "Clark K, Vendt B, Smith K, et al. The Cancer Imaging Archive (TCIA): Maintaining and Operating a Public Information Repository. Journal of Digital Imaging 2013;26:1045-1057. https://doi.org/10.1007/s10278-013-9622-7";

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
    unique.set(`${each.doi ?? each.collection}\n${each.licence.name}`, each);
  if (unique.size === 0) return [];
  return [
    "Images from public data:",
    ...[...unique.values()].map(creditLine),
    `Changes made: images were selected, de-identified again, and may have been windowed, cropped or masked. Use is subject to the data usage policy: ${dataUsagePolicyUrl}`,
    archivePaper,
  ];
}

/** The credit for one data set: citation and licence. */
export function creditLine(dataset: CreditedDataset): string {
  const { citation, doi, collection, licence, descriptionUri } = dataset;
  const cited =
    citation !== null
      ? citationText(citation)
      : `${collection}. The Cancer Imaging Archive. ${doi === null ? descriptionUri : `https://doi.org/${doi}`}`;
  const uri = licence.uri === "" ? "" : ` (${licence.uri})`;
  return `${cited.trim()} Licence: ${licence.name || licence.uri}${licence.name === "" ? "" : uri}.`;
}
