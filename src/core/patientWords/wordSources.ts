// Which attributes tell who a patient is, of what kind each is, and how its value divides into words.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { dictionaryVR } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";

/** How a value becomes words: `name` by its parts, `whole` as it is, `list` by its separators. */
export interface WordSource {
  readonly kind: PatientWordKind;
  readonly form: "name" | "day" | "whole";
  /** Shorter values say nothing: study "1", station "CT1". */
  readonly shortest: number;
}

const shortestNumber = 4;
/** Numbers that count examinations are short and meet by chance. */
const shortestCount = 5;

/** Names of the patient and of those who speak for the patient; every other person is one of the staff. */
const patientNames: readonly Tag[] = [
  tags.PatientName,
  tags.OtherPatientNames,
  tags.PatientBirthName,
  tags.PatientMotherBirthName,
  tags.ResponsiblePerson,
  tags.PersonName,
];

const patientNumbers: readonly Tag[] = [
  tags.PatientID,
  tags.OtherPatientIDs,
  tags.MedicalRecordLocator,
  tags.InsurancePlanIdentification,
  tags.ClinicalTrialSubjectID,
  tags.ClinicalTrialSubjectReadingID,
  tags.AdmissionID,
  tags.ServiceEpisodeID,
  tags.PatientBirthDateInAlternativeCalendar,
];

const examinationNumbers: readonly Tag[] = [
  tags.StudyID,
  tags.RequestedProcedureID,
  tags.ScheduledProcedureStepID,
  tags.PerformedProcedureStepID,
];

const accessionNumbers: readonly Tag[] = [
  tags.AccessionNumber,
  tags.SpecimenAccessionNumber,
  tags.FillerOrderNumberImagingServiceRequest,
  tags.PlacerOrderNumberImagingServiceRequest,
];

/** Who assigned a number is told by its issuer: mostly the hospital by name. */
const institutions: readonly Tag[] = [
  tags.InstitutionName,
  tags.InstitutionalDepartmentName,
  tags.IssuerOfPatientID,
  tags.IssuerOfAdmissionID,
  tags.ResponsibleOrganization,
  tags.RequestingService,
  tags.HumanPerformerOrganization,
  tags.VerifyingOrganization,
  tags.CurrentPatientLocation,
  tags.PatientInstitutionResidence,
  tags.RequestedProcedureLocation,
  tags.ScheduledProcedureStepLocation,
  tags.PerformedLocation,
  tags.OrderEntererLocation,
  tags.ClinicalTrialSiteName,
];

const addresses: readonly Tag[] = [
  tags.InstitutionAddress,
  tags.PatientAddress,
  tags.ReferringPhysicianAddress,
  tags.PersonAddress,
];

const phones: readonly Tag[] = [
  tags.PatientTelephoneNumbers,
  tags.PatientTelecomInformation,
  tags.ReferringPhysicianTelephoneNumbers,
  tags.PersonTelephoneNumbers,
  tags.PersonTelecomInformation,
  tags.OrderCallbackPhoneNumber,
];

const stations: readonly Tag[] = [
  tags.StationName,
  tags.StationAETitle,
  tags.PerformedStationName,
  tags.PerformedStationAETitle,
  tags.ScheduledStationName,
  tags.ScheduledStationAETitle,
  tags.SourceApplicationEntityTitle,
  tags.DeviceSerialNumber,
  tags.UniqueDeviceIdentifier,
  tags.GantryID,
  tags.PlateID,
  tags.CassetteID,
];

/** StudyDescription and its like are not among them: they name examinations, and every report does so too. */
const comments: readonly Tag[] = [
  tags.PatientComments,
  tags.ImageComments,
  tags.IdentifyingComments,
  tags.StudyComments,
  tags.VisitComments,
  tags.AdditionalPatientHistory,
  tags.RequestedProcedureComments,
  tags.ImagingServiceRequestComments,
];

const sources: ReadonlyMap<Tag, WordSource> = new Map([
  ...of(patientNames, { kind: "name", form: "name", shortest: 1 }),
  ...of(patientNumbers, whole("id", shortestNumber)),
  ...of(examinationNumbers, whole("id", shortestCount)),
  ...of([tags.PatientBirthDate], {
    kind: "birthDate",
    form: "day",
    shortest: 8,
  }),
  ...of(accessionNumbers, whole("accession", shortestNumber)),
  ...of(institutions, whole("institution", 3)),
  ...of(addresses, whole("address", 5)),
  ...of(phones, whole("phone", 6)),
  ...of(stations, whole("station", shortestNumber)),
  ...of(comments, whole("comment", 12)),
]);

const staff: WordSource = { kind: "physician", form: "name", shortest: 1 };
const day: WordSource = { kind: "date", form: "day", shortest: 8 };

/** Sequences whose items name somebody by a code: what the code means is a name. */
const namedByCode: ReadonlyMap<Tag, WordSource> = new Map([
  [tags.PersonIdentificationCodeSequence, staff],
]);

/** VRs in which a person or a day may stand that the file has under a wrong VR: as text, or as what nobody knew. */
const textVRs: ReadonlySet<string> = new Set(
  "AE AS CS LO LT SH ST UC UN UT".split(" "),
);

/**
 * What an element says of the patient; null for nothing. Persons and days count wherever they stand, private groups included,
 * and by the dictionary's VR too. `sequence`: that of the item in which the element stands.
 */
export function wordSourceOf(
  tag: Tag,
  vr: string,
  sequence?: Tag,
): WordSource | null {
  const source = sources.get(tag);
  if (source !== undefined) return source;
  if (sequence !== undefined && tag === tags.CodeMeaning)
    return namedByCode.get(sequence) ?? null;
  return (
    sourceOfVR(vr) ?? (textVRs.has(vr) ? sourceOfVR(dictionaryVR(tag)) : null)
  );
}

function sourceOfVR(vr: string): WordSource | null {
  if (vr === "PN") return staff;
  return vr === "DA" || vr === "DT" ? day : null;
}

function whole(kind: PatientWordKind, shortest: number): WordSource {
  return { kind, form: "whole", shortest };
}

function of(
  list: readonly Tag[],
  source: WordSource,
): readonly (readonly [Tag, WordSource])[] {
  return list.map((tag) => [tag, source]);
}
