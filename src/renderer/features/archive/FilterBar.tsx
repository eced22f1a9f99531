// Filters of subjects, with the values that the archive itself lists: it does not harmonise them.
import type { ReactNode } from "react";
import type { ArchiveFilters, FilterValue } from "../../../shared/archive.ts";
import { formatCount } from "../../../shared/messages/quantities.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice } from "../../controls/Choice.tsx";
import styles from "./Archive.module.css";
import { noFilters, type SubjectFilters } from "./archiveState.ts";

/** Four lists; the first entry of each admits all. */
export function FilterBar({
  offered,
  chosen,
  onChange,
}: {
  readonly offered: ArchiveFilters;
  readonly chosen: SubjectFilters;
  readonly onChange: (filters: SubjectFilters) => void;
}): ReactNode {
  const filter = (
    name: keyof SubjectFilters,
    label: string,
    every: string,
    values: readonly (FilterValue & { readonly label?: string })[],
  ) => (
    <Choice
      label={label}
      isSmall
      value={chosen[name]}
      placeholder={every}
      isDisabled={values.length === 0}
      items={[
        { value: "", label: every },
        ...values
          .filter(({ value }) => value !== "")
          .map(({ value, count, label: shown }) => ({
            value,
            label: `${shown ?? value}${count === null ? "" : ` (${formatCount(count)})`}`,
          })),
      ]}
      onChange={(value) => {
        onChange({ ...chosen, [name]: value });
      }}
    />
  );
  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      {filter("modality", "Modality", "Any modality", offered.modalities)}
      {filter("bodyPart", "Body part", "Any body part", offered.bodyParts)}
      {filter(
        "manufacturer",
        "Manufacturer",
        "Any manufacturer",
        offered.manufacturers,
      )}
      {filter("species", "Species", "Any species", offered.species)}
      {hasFilters(chosen) && (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            onChange(noFilters);
          }}
        >
          Clear
        </Button>
      )}
    </div>
  );
}

/** True if anything is narrowed down. */
export function hasFilters(filters: SubjectFilters): boolean {
  return Object.values(filters).some((value) => value !== "");
}
