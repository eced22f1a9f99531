// What the made-up images of the self-test say of their patient, in every place where a file can say it. None of it may be in an output.
import { numberValue, textValue } from "../../dicom/encodeValues.ts";
import * as tags from "../../dicom/generated/tags.ts";
import type { ElementToWrite } from "../../dicom/writeDataSet.ts";

const texts = {
  familyName: "Kanarienvogelova",
  givenName: "Zebedeusine",
  // Begins like a kernel, which may stay: words are told apart to their end.
  otherName: "Standhartingerova",
  patientID: "KX7731904Q",
  birthDate: "19350917",
  accession: "ACC-5530281",
  institution: "Voliere Hospital Quellenhof",
  address: "Sittichgasse 4417",
  physician: "Finkenbeiner",
  operator: "Zaunkoenigin",
  station: "VOLIERE7CT",
  serial: "SN-90218837",
  comment: "canary in the comment",
  description: "canary in the description",
  protocol: "canary in the protocol",
  privateText: "canary in private text",
  privateNested: "canary five levels deep",
  scanDate: "20190223",
  preamble: "canary in the preamble",
  title: "CANARYTITLE",
  version: "CANARYVERSION",
  padding: "canary behind the pixels",
} as const;

/** UIDs of form 2.25 (PS3.5 B.2), told from all others by their beginning. */
const uidRoot = "2.25.7731904419";

/** Any of these in an output is a failure. */
export const markers: readonly string[] = [...Object.values(texts), uidRoot];

/** One word that is told of the case, as the scan tells the words of all its files. */
export const caseWord = { kind: "physician", text: texts.physician } as const;

function text(tag: number, vr: string, value: string): ElementToWrite {
  return { tag, vr, value: textValue(value) };
}

const name = `${texts.familyName}^${texts.givenName}`;

/** Sequences in sequences, down to a name. */
function nested(depth: number): ElementToWrite {
  const inside =
    depth === 0
      ? text(0x00091010, "LO", texts.privateNested)
      : nested(depth - 1);
  return {
    tag: 0x00400275,
    vr: "SQ",
    value: [[text(tags.PatientName, "PN", name), inside].sort(byTag)],
  };
}

function byTag(a: ElementToWrite, b: ElementToWrite): number {
  return a.tag - b.tag;
}

const reference: ElementToWrite = {
  tag: tags.ReferencedStudySequence,
  vr: "SQ",
  value: [
    [
      text(tags.ReferencedSOPClassUID, "UI", "1.2.840.10008.3.1.2.3.1"),
      text(tags.ReferencedSOPInstanceUID, "UI", `${uidRoot}.7`),
    ],
  ],
};

/** The same in every file. */
const fixed: readonly ElementToWrite[] = [
  text(tags.SpecificCharacterSet, "CS", "ISO_IR 100"),
  text(tags.StudyDate, "DA", texts.scanDate),
  text(tags.AcquisitionDate, "DA", texts.scanDate),
  text(tags.StudyTime, "TM", "101500.123"),
  text(tags.AccessionNumber, "SH", texts.accession),
  text(tags.Manufacturer, "LO", texts.institution),
  text(tags.InstitutionName, "LO", texts.institution),
  text(tags.InstitutionAddress, "ST", texts.address),
  text(tags.ReferringPhysicianName, "PN", `${texts.physician}^Otto`),
  text(tags.StationName, "SH", texts.station),
  text(tags.StudyDescription, "LO", texts.description),
  text(tags.SeriesDescription, "LO", texts.description),
  text(tags.OperatorsName, "PN", texts.operator),
  reference,
  text(0x00090010, "LO", "CASEDROP TEST 01"),
  ...Array.from({ length: 24 }, (_, index) =>
    text(0x00091001 + index, "LO", `${texts.privateText} ${index}`),
  ),
  text(tags.PatientName, "PN", name),
  text(tags.PatientID, "LO", texts.patientID),
  text(tags.PatientBirthDate, "DA", texts.birthDate),
  text(tags.PatientSex, "CS", "F"),
  text(tags.OtherPatientNames, "PN", texts.otherName),
  text(tags.PatientAge, "AS", "083Y"),
  text(tags.PatientAddress, "LO", texts.address),
  text(tags.PatientComments, "LT", texts.comment),
  text(tags.DeviceSerialNumber, "LO", texts.serial),
  text(tags.ProtocolName, "LO", texts.protocol),
  text(tags.StudyInstanceUID, "UI", `${uidRoot}.1`),
  text(tags.SeriesInstanceUID, "UI", `${uidRoot}.2`),
  text(tags.FrameOfReferenceUID, "UI", `${uidRoot}.3`),
  text(tags.SeriesNumber, "IS", "3"),
  text(tags.ImageComments, "LT", texts.comment),
  nested(4),
];

/** Marks by the place that they have in a file. */
export const marks = {
  /** Of the data set; `place` is that of the slice in its series, from 0. */
  elements: (place: number): readonly ElementToWrite[] => [
    ...fixed,
    text(tags.SOPInstanceUID, "UI", marks.instanceUID(place)),
    text(tags.InstanceNumber, "IS", String(place + 1)),
  ],
  instanceUID: (place: number): string => `${uidRoot}.9.${place + 1}`,
  implementationUID: `${uidRoot}.6`,
  versionName: texts.version,
  metaElements: [
    text(tags.SourceApplicationEntityTitle, "AE", texts.title),
    text(tags.PrivateInformationCreatorUID, "UI", `${uidRoot}.8`),
    {
      tag: tags.PrivateInformation,
      vr: "OB",
      value: textValue(texts.padding),
    },
  ],
  preamble: textValue(texts.preamble),
  padding: textValue(texts.padding),
} as const;

/** A number in the form of a binary VR. */
export function word(tag: number, value: number): ElementToWrite {
  return { tag, vr: "US", value: numberValue("US", [value]) };
}

/** Text of an attribute that may stay. */
export function plain(tag: number, vr: string, value: string): ElementToWrite {
  return text(tag, vr, value);
}
