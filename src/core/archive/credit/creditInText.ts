// Whether the texts of a case still give the credit that the licences of its public series ask for, and how it is put there.
import {
  richBlocks,
  storedText,
  textOfStored,
  type RichBlock,
} from "../../../shared/richText.ts";
import {
  attributionBlock,
  type CreditedDataset,
} from "../licence/attribution.ts";

/**
 * Data sets that these texts do not credit as their licences ask: the citation by its DOI (or what stands for it), the licence,
 * and a note that changes were made. Wording and formatting are the author's; the facts must be there.
 */
export function uncredited(
  texts: readonly string[],
  datasets: readonly CreditedDataset[],
): readonly CreditedDataset[] {
  const words = flat(texts.map(textOfStored).join("\n"));
  const saysChanges = /changes?\s+made|changed|modified|adapted/.test(words);
  return datasets.filter(
    (dataset) =>
      !saysChanges ||
      !words.includes(flat(sourceOf(dataset))) ||
      !licenceNames(dataset).some((name) => words.includes(name)),
  );
}

/** A stored text with the credit at its end; what is credited already is not repeated. */
export function withCredit(
  stored: string,
  datasets: readonly CreditedDataset[],
): string {
  const missing = uncredited([stored], datasets);
  if (missing.length === 0) return stored;
  const credit = attributionBlock(missing).map((text): RichBlock => ({
    kind: "paragraph",
    content: [{ kind: "text", text, marks: [] }],
  }));
  const before = stored.trim() === "" ? [] : richBlocks(stored);
  return storedText([...before, ...credit]);
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().toLowerCase();
}

function sourceOf({
  doi,
  descriptionUri,
  collection,
}: CreditedDataset): string {
  return doi ?? (descriptionUri === "" ? collection : descriptionUri);
}

/** Any of these names the licence: its name, its address, or the short form people write. */
function licenceNames({ licence }: CreditedDataset): readonly string[] {
  const deed = /licenses\/([a-z-]+)\/(\d\.\d)/i.exec(licence.uri);
  const short = deed === null ? "" : `cc ${deed[1] ?? ""} ${deed[2] ?? ""}`;
  return [licence.name, licence.uri.replace(/\/$/, ""), short]
    .map(flat)
    .filter((name) => name !== "");
}
