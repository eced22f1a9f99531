// Every endpoint with verb, path and parameters as the reference's tables have them, written out: the catalogue and the command line are held against this, not against themselves.

export interface ReferenceEndpoint {
  readonly adapter: string;
  readonly name: string;
  readonly verb: string;
  /** Without host. */
  readonly path: string;
  /** In order; `*` behind one that is required, the form of a date in parentheses. */
  readonly parameters: readonly string[];
  /** It would write to a server that others share. */
  readonly isNotOffered: boolean;
}

/** Section 6.1: criteria numbered from 0, then four that must all be there. */
const searchFields = (date: string) =>
  `criteriaType value fromDate${date} toDate${date} eventType fromDay toDay from to sortField sortDirection start size tool`;

/**
 * `## adapter path-of-the-service`, then its endpoints: verb, name (`name=path` where they differ), parameters. `!` before what
 * is not offered. SEARCH stands for the fields of the simple search with this form of date, SAME for endpoints that the first
 * section has in the same form. Versions behind the path have all of its endpoints in turn, but for those that name another one.
 */
const table = `
## nbia-v4 /nbia-api/services/v4/
GET getCollectionValues format
GET getModalityValues Collection BodyPartExamined format
GET getBodyPartValues Collection Modality format
GET getManufacturerValues Collection Modality BodyPartExamined format
GET getPatient Collection PatientId format
GET getPatientByCollectionAndModality Collection* Modality* format
GET NewPatientsInCollection Collection* fromDate*(MM-DD-YYYY) format
GET getPatientStudy Collection PatientID StudyInstanceUID format
GET NewStudiesInPatientCollection Collection* PatientID fromDate*(MM-DD-YYYY) format
GET getSeries Collection PatientID StudyInstanceUID SeriesInstanceUID Modality BodyPartExamined Manufacturer ManufacturerModelName format
GET getUpdatedSeries fromDate*(MM-DD-YYYY) format
GET getSeriesSize SeriesInstanceUID* format
GET getSOPInstanceUIDs SeriesInstanceUID* format
GET getDeniedSeries seriesList* userName
GET getBodyPartValuesAndCounts Collection Modality
GET getModalityValuesAndCounts Collection BodyPartExamined
GET getManufacturerValuesAndCounts Collection Modality BodyPartExamined
GET getCollectionValuesAndCounts
GET getSpeciesTax
GET getSpeciesValuesAndCounts
GET getCollectionDescriptions collectionName
POST getCollectionOrSeriesForDOI DOI* CollectionOrSeries*
GET getDicomTags SeriesUID*
POST getManifestForSimpleSearch SEARCH(MM-DD-YYYY)
POST getRestrictionsForSimpleSearch SEARCH(MM-DD-YYYY)
POST getManifestFromPatientStudySeries patientIDs* studyUIDs seriesUIDs anyOrAll includeAnnotation
POST getStudyDrillDownWithSeriesIds list*
POST getThumbnail seriesUID* objectUID*
POST getMD5Hierarchy SeriesInstanceUID StudyInstanceUID PatientID Collection
POST getSimpleSearch SEARCH(MM-DD-YYYY)
POST getManifestText list* includeAnnotation
POST getSeriesMetadata list* format
GET getImage SeriesInstanceUID* NewFileNames IncludeMD5
GET getImageWithMD5Hash SeriesInstanceUID*
GET getDCMImage SeriesInstanceUID* IncludeAnnotation MD5Verification
GET getSingleImage SeriesInstanceUID* SOPInstanceUID*
GET getMD5HashForImage SOPInstanceUID*
## nbia-token /nbia-api/
POST oauth/token grant_type* username password client_id* refresh_token
POST logout
## nbia-token /nbia-api/services/ v1/ v2/
SAME getCollectionValues getModalityValues getBodyPartValues getManufacturerValues getPatient getPatientByCollectionAndModality
GET NewPatientsInCollection Collection* Date*(YYYY/MM/DD) format
GET getPatientStudy Collection PatientID StudyInstanceUID format
GET NewStudiesInPatientCollection Collection* PatientID Date*(YYYY/MM/DD) format
GET getSeries Collection PatientID StudyInstanceUID SeriesInstanceUID Modality BodyPartExamined Manufacturer ManufacturerModelName format
GET getUpdatedSeries fromDate*(DD/MM/YYYY) format
SAME getSeriesSize getSOPInstanceUIDs
GET getSeriesMetaData SeriesInstanceUID* format
GET getContentsByName name*
GET v1/getDeniedSeries seriesList* userName
GET v1/getUserAgreementTxt
GET getImage SeriesInstanceUID* NewFileNames
SAME getImageWithMD5Hash getDCMImage getSingleImage
GET getM5HashForImage SOPInstanceUid*
## nbia-token /nbia-api/services/
SAME getBodyPartValuesAndCounts getModalityValuesAndCounts getManufacturerValuesAndCounts getCollectionValuesAndCounts getSpeciesTax getSpeciesValuesAndCounts getCollectionDescriptions getCollectionOrSeriesForDOI getDicomTags
POST getManifestForSimpleSearch SEARCH(DD/MM/YYYY)
POST getRestrictionsForSimpleSearch SEARCH(DD/MM/YYYY)
SAME getManifestFromPatientStudySeries getStudyDrillDownWithSeriesIds getThumbnail getMD5Hierarchy
POST getSimpleSearchWithModalityAndBodyPartPaged SEARCH(DD/MM/YYYY)
POST getManifestTextV2 list* includeAnnotation
POST getManifestForTextSearch textValue*
POST getTextSearch textValue*
POST getTextSearchPaged textValue* start size
POST getSeriesMetadata2 list*
GET getLicenses
POST getSharedList nameValue*
POST getManifestForCollection collection* visibility includeAnnotation
POST getImageDrillDown list*
GET getSitesForSeries SeriesInstanceUID
GET getMinMaxTimepoints
!POST createSharedList list* name* description url
!POST deleteSharedList name*
## nlst /nbia-api/services/v4/
SAME getCollectionValues getModalityValues getBodyPartValues getManufacturerValues getPatient getPatientByCollectionAndModality NewPatientsInCollection getPatientStudy NewStudiesInPatientCollection getSeries getUpdatedSeries getSeriesSize getSeriesMetadata getImage
## tcia-v2 /services/v2/
GET getCollectionValues=TCIA/query/getCollectionValues format
GET getModalityValues=TCIA/query/getModalityValues Collection BodyPartExamined Modality format
GET getBodyPartValues=TCIA/query/getBodyPartValues Collection Modality BodyPartExamined format
GET getManufacturerValues=TCIA/query/getManufacturerValues Collection Modality BodyPartExamined format
GET getPatient=TCIA/query/getPatient Collection format
GET PatientsByModality=TCIA/query/PatientsByModality Collection* Modality* format
GET getPatientStudy=TCIA/query/getPatientStudy Collection PatientID StudyInstanceUID format
GET getSeries=TCIA/query/getSeries Collection PatientID StudyInstanceUID SeriesInstanceUID Modality BodyPartExamined ManufacturerModelName Manufacturer format
GET getSeriesSize=TCIA/query/getSeriesSize SeriesInstanceUID* format
GET getImage=TCIA/query/getImage SeriesInstanceUID*
GET getSOPInstanceUIDs=TCIA/query/getSOPInstanceUIDs SeriesInstanceUID* format
GET getSingleImage=TCIA/query/getSingleImage SeriesInstanceUID* SOPInstanceUID*
GET NewPatientsInCollection=TCIA/query/NewPatientsInCollection Collection* Date*(YYYY-MM-DD) format
GET NewStudiesInPatientCollection=TCIA/query/NewStudiesInPatientCollection Collection* Date*(YYYY-MM-DD) PatientID format
GET ContentsByName=SharedList/query/ContentsByName name* format
GET getCollectionValues/metadata=TCIA/query/getCollectionValues/metadata
GET getModalityValues/metadata=TCIA/query/getModalityValues/metadata
GET getBodyPartValues/metadata=TCIA/query/getBodyPartValues/metadata
GET getManufacturerValues/metadata=TCIA/query/getManufacturerValues/metadata
GET getPatient/metadata=TCIA/query/getPatient/metadata
GET PatientsByModality/metadata=TCIA/query/PatientsByModality/metadata
GET getPatientStudy/metadata=TCIA/query/getPatientStudy/metadata
GET getSeries/metadata=TCIA/query/getSeries/metadata
GET getSeriesSize/metadata=TCIA/query/getSeriesSize/metadata
GET getImage/metadata=TCIA/query/getImage/metadata
GET getSOPInstanceUIDs/metadata=TCIA/query/getSOPInstanceUIDs/metadata
GET getSingleImage/metadata=TCIA/query/getSingleImage/metadata
GET NewPatientsInCollection/metadata=TCIA/query/NewPatientsInCollection/metadata
GET NewStudiesInPatientCollection/metadata=TCIA/query/NewStudiesInPatientCollection/metadata
GET ContentsByName/metadata=SharedList/query/ContentsByName/metadata
## idc-v3 /v3/
GET version
GET collections
GET collections/{id} id*
GET attributes
GET attributes/{attr}/values attr* limit
POST cohort/counts filters*
POST cohort/manifest filters* page page_size
POST licenses filters*
POST citations filters* citation_format
## idc-v3 /
GET s3/list= list-type* prefix* continuation-token
GET s3/object={key} key*
## datacite /
GET dois/{doi} doi*
`;

const sections = table
  .trim()
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [head = "", ...rows] = section.trim().split("\n");
    const [adapter = "", base = "", ...versions] = head.split(" ");
    return { adapter, base, versions, rows };
  });

/** In the order of the catalogue. */
export const referenceEndpoints: readonly ReferenceEndpoint[] =
  sections.flatMap(({ adapter, base, versions, rows }) =>
    (versions.length === 0 ? [""] : versions).flatMap((version) =>
      rows
        .flatMap(spelledOut)
        .filter((row) =>
          versions.every(
            (each) => each === version || !row.includes(` ${each}`),
          ),
        )
        .map((row) => readRow(adapter, base, ofVersion(version, row))),
    ),
  );

/** Rows of the first section for `SAME` and their names. */
function spelledOut(row: string): readonly string[] {
  const [verb, ...names] = row.split(" ");
  if (verb !== "SAME") return [row];
  const first = sections[0]?.rows ?? [];
  return names.flatMap((name) =>
    first.filter((each) => each.split(" ")[1] === name),
  );
}

function ofVersion(version: string, row: string): string {
  const [verb = "", name = "", ...parameters] = row.split(" ");
  const versioned = name.startsWith(version) ? name : version + name;
  return [verb, versioned, ...parameters].join(" ");
}

function readRow(
  adapter: string,
  base: string,
  row: string,
): ReferenceEndpoint {
  const [verb = "", named = "", ...parameters] = row
    .replace(/SEARCH(\S+)/, (_all, date: string) => searchFields(date))
    .split(" ");
  const [name = "", path = name] = named.split("=");
  return {
    adapter,
    name,
    verb: verb.replace("!", ""),
    path: base + path,
    parameters,
    isNotOffered: verb.startsWith("!"),
  };
}
