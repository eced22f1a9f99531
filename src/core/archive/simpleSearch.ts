// The form of NBIA's simple search: criteria numbered from 0 without gaps, and four fields that must all be there (reference section 6.1).
import type { SubjectSearch } from "../ports/imageArchive.ts";
import type { GivenParameter } from "./call/buildRequest.ts";

/** Fields for version 4. Values of one type repeat the criterion: that is how alternatives are said. */
export function simpleSearchForm(
  search: SubjectSearch,
): readonly GivenParameter[] {
  const criteria: GivenParameter[][] = [];
  const add = (type: string, values: Readonly<Record<string, string>>) => {
    const number = String(criteria.length);
    criteria.push([
      { name: `criteriaType${number}`, value: type },
      ...Object.entries(values).map(([name, value]) => ({
        name: `${name}${number}`,
        value,
      })),
    ]);
  };
  const lists = [
    ["CollectionCriteria", search.collections],
    ["ImageModalityCriteria", search.modalities],
    ["AnatomicalSiteCriteria", search.bodyParts],
    ["ManufacturerCriteria", search.manufacturers],
    ["SpeciesCriteria", search.species],
    ["PatientCriteria", search.patientIds],
  ] as const;
  for (const [type, values = []] of lists)
    for (const value of values) add(type, { value });
  if (search.releasedBetween !== undefined) {
    const { from, to } = search.releasedBetween;
    add("DateRangeCriteria", { fromDate: from, toDate: to });
  }
  if (search.minStudies !== undefined)
    add("MinNumberOfStudiesCriteria", { value: String(search.minStudies) });
  return [
    ...criteria.flat(),
    { name: "sortField", value: "subject" },
    { name: "sortDirection", value: "ascending" },
    { name: "start", value: String(search.offset) },
    { name: "size", value: String(search.size) },
    { name: "tool", value: "Casedrop" },
  ];
}
