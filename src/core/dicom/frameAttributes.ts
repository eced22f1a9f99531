// What may differ between the frames of one enhanced multi-frame object: of one frame, and of all as a compact table.
import type {
  FrameAttribute,
  FrameTable,
  InstanceHeader,
  Vector3,
} from "../model/instanceHeader.ts";
import { acquisitionDateOf, acquisitionTimeOf } from "./acquisitionMoment.ts";
import { contrastStateOf } from "./contrastState.ts";
import type { Tag } from "./dataSet.ts";
import { diffusionBValueOf } from "./diffusionBValue.ts";
import { asciiTextOf, decodedTextOf, numberOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";
import { privateElement } from "./privateElements.ts";
import { csaImageValues } from "./siemensCSA.ts";
import { velocityEncodingOf } from "./velocityEncoding.ts";

type FrameValues = Pick<InstanceHeader, FrameAttribute>;

/** Reads each attribute of a 0-based frame. Files that are not enhanced have one set of values for all frames. */
const readers: {
  readonly [Attribute in FrameAttribute]: (
    header: HeaderReader,
    frame: number,
  ) => InstanceHeader[Attribute];
} = {
  acquisitionDate: acquisitionDateOf,
  acquisitionNumber: (header, frame) =>
    header.numberInFrame(
      tags.FrameAcquisitionNumber,
      tags.FrameContentSequence,
      frame,
    ) ?? header.number(tags.AcquisitionNumber),
  acquisitionTime: acquisitionTimeOf,
  cardiacPhasePercent: (header, frame) =>
    header.numberInFrame(
      tags.NominalPercentageOfCardiacPhase,
      tags.CardiacSynchronizationSequence,
      frame,
    ) ?? header.number(tags.NominalPercentageOfCardiacPhase),
  complexImageComponent: complexImageComponentOf,
  contrast: contrastStateOf,
  convolutionKernel: (header, frame) => {
    const element = header.elementInFrame(
      tags.ConvolutionKernel,
      tags.CTReconstructionSequence,
      frame,
    );
    return decodedTextOf(element, header.context).text;
  },
  diffusionBValue: diffusionBValueOf,
  diffusionDirectionality: directionalityOf,
  echoTimeMs: (header, frame) =>
    header.numberInFrame(tags.EffectiveEchoTime, tags.MREchoSequence, frame) ??
    header.number(tags.EchoTime),
  imageOrientationPatient: orientationOf,
  imagePositionPatient: (header, frame) =>
    patientPositionOf(header, frame) ?? volumePositionOf(header, frame),
  imageType: imageTypeOf,
  temporalPosition: (header, frame) =>
    header.numberInFrame(
      tags.TemporalPositionIndex,
      tags.FrameContentSequence,
      frame,
    ) ?? header.number(tags.TemporalPositionIdentifier),
  triggerTimeMs: (header, frame) =>
    header.numberInFrame(
      tags.NominalCardiacTriggerDelayTime,
      tags.CardiacSynchronizationSequence,
      frame,
    ) ?? header.number(tags.TriggerTime),
  velocityEncoding: velocityEncodingOf,
  windowCenter: (header, frame) =>
    header.numberInFrame(tags.WindowCenter, tags.FrameVOILUTSequence, frame),
  windowWidth: (header, frame) =>
    header.numberInFrame(tags.WindowWidth, tags.FrameVOILUTSequence, frame),
};

/** The values of a 0-based frame. */
export function frameValues(header: HeaderReader, frame: number): FrameValues {
  return {
    acquisitionDate: readers.acquisitionDate(header, frame),
    acquisitionNumber: readers.acquisitionNumber(header, frame),
    acquisitionTime: readers.acquisitionTime(header, frame),
    cardiacPhasePercent: readers.cardiacPhasePercent(header, frame),
    complexImageComponent: readers.complexImageComponent(header, frame),
    contrast: readers.contrast(header, frame),
    convolutionKernel: readers.convolutionKernel(header, frame),
    diffusionBValue: readers.diffusionBValue(header, frame),
    diffusionDirectionality: readers.diffusionDirectionality(header, frame),
    echoTimeMs: readers.echoTimeMs(header, frame),
    imageOrientationPatient: readers.imageOrientationPatient(header, frame),
    imagePositionPatient: readers.imagePositionPatient(header, frame),
    imageType: readers.imageType(header, frame),
    temporalPosition: readers.temporalPosition(header, frame),
    triggerTimeMs: readers.triggerTimeMs(header, frame),
    velocityEncoding: readers.velocityEncoding(header, frame),
    windowCenter: readers.windowCenter(header, frame),
    windowWidth: readers.windowWidth(header, frame),
  };
}

/** The table of an enhanced object; null if its frames do not differ, or if it does not describe each of them. */
export function frameTableOf(
  header: HeaderReader,
  numberOfFrames: number,
): FrameTable | null {
  if (numberOfFrames < 2 || header.framesWithGroups < numberOfFrames)
    return null;
  const columnOf = <Attribute extends FrameAttribute>(
    attribute: Attribute,
  ): FrameTable[Attribute] => {
    const read = readers[attribute];
    const values = Array.from({ length: numberOfFrames }, (_, frame) =>
      read(header, frame),
    );
    const first = JSON.stringify(values[0]);
    // The same type by construction, which a mapped type of a generic attribute cannot show.
    return (
      values.every((value) => JSON.stringify(value) === first) ? null : values
    ) as FrameTable[Attribute];
  };
  const table: FrameTable = {
    acquisitionDate: columnOf("acquisitionDate"),
    acquisitionNumber: columnOf("acquisitionNumber"),
    acquisitionTime: columnOf("acquisitionTime"),
    cardiacPhasePercent: columnOf("cardiacPhasePercent"),
    complexImageComponent: columnOf("complexImageComponent"),
    contrast: columnOf("contrast"),
    convolutionKernel: columnOf("convolutionKernel"),
    diffusionBValue: columnOf("diffusionBValue"),
    diffusionDirectionality: columnOf("diffusionDirectionality"),
    echoTimeMs: columnOf("echoTimeMs"),
    imageOrientationPatient: columnOf("imageOrientationPatient"),
    imagePositionPatient: columnOf("imagePositionPatient"),
    imageType: columnOf("imageType"),
    temporalPosition: columnOf("temporalPosition"),
    triggerTimeMs: columnOf("triggerTimeMs"),
    velocityEncoding: columnOf("velocityEncoding"),
    windowCenter: columnOf("windowCenter"),
    windowWidth: columnOf("windowWidth"),
  };
  return Object.values(table).every((column) => column === null) ? null : table;
}

/** Macros that hold Frame Type and, for MR, what the pixels are a component of. */
const frameTypeMacros: readonly Tag[] = [
  tags.MRImageFrameTypeSequence,
  tags.CTImageFrameTypeSequence,
  tags.PETFrameTypeSequence,
  tags.XRay3DFrameTypeSequence,
];

/** Frame Type says more of a frame than Image Type, which is MIXED where frames differ (PS3.3 C.8.16.1). */
function imageTypeOf(header: HeaderReader, frame: number): readonly string[] {
  for (const macro of header.framesWithGroups > 0 ? frameTypeMacros : []) {
    const values = header.asciisInFrame(tags.FrameType, macro, frame);
    if (values.length > 0) return values;
  }
  return header.asciis(tags.ImageType);
}

/** Siemens has the standard's words in a place of its own: in an element since VB13, before in the CSA header. */
const siemensDirectionality = {
  group: 0x0019,
  creator: "SIEMENS MR HEADER",
  element: 0x0d,
};

/** Philips has one letter: I for isotropic; P, M and S for the axes of the image (preparation, measurement, slice); O for any other. */
const philipsDirection = {
  group: 0x2001,
  creator: "Philips Imaging DD 001",
  element: 0x04,
};

function philipsDirectionality(header: HeaderReader): string {
  const element = privateElement(header, philipsDirection);
  const letter = asciiTextOf(element, header.context.bytes).toUpperCase();
  if (letter === "I") return "ISOTROPIC";
  return /^[PMSO]$/.test(letter) ? "DIRECTIONAL" : "";
}

function directionalityOf(header: HeaderReader, frame: number): string {
  const { bytes } = header.context;
  const standard = header.elementInFrame(
    tags.DiffusionDirectionality,
    tags.MRDiffusionSequence,
    frame,
  );
  return (
    asciiTextOf(standard, bytes) ||
    asciiTextOf(privateElement(header, siemensDirectionality), bytes) ||
    (csaImageValues(header, "DiffusionDirectionality")[0] ?? "") ||
    philipsDirectionality(header)
  );
}

/** GE writes OTHER into Image Type and keeps the component as a number. */
const geComponent = { group: 0x0043, creator: "GEMS_PARM_01", element: 0x2f };
const geComponents = ["MAGNITUDE", "PHASE", "REAL", "IMAGINARY"];

function complexImageComponentOf(header: HeaderReader, frame: number): string {
  const [standard = ""] = header.asciisInFrame(
    tags.ComplexImageComponent,
    tags.MRImageFrameTypeSequence,
    frame,
  );
  if (standard !== "") return standard;
  const element = privateElement(header, geComponent);
  const number = numberOf(element, header.context, "SS");
  return number === null ? "" : (geComponents[number] ?? "");
}

function patientPositionOf(
  header: HeaderReader,
  frame: number,
): Vector3 | null {
  return vectorOf(
    header.numbersInFrame(
      tags.ImagePositionPatient,
      tags.PlanePositionSequence,
      frame,
    ),
  );
}

/** Ultrasound volumes have a frame of reference of their own (PS3.3 C.8.24.3): it orders frames as well as the patient's. */
function volumePositionOf(header: HeaderReader, frame: number): Vector3 | null {
  return vectorOf(
    header.numbersInFrame(
      tags.ImagePositionVolume,
      tags.PlanePositionVolumeSequence,
      frame,
    ),
  );
}

/** True if the first frame says where it lies in a volume, and not where in the patient. */
export function isPlacedInVolume(header: HeaderReader): boolean {
  return (
    patientPositionOf(header, 0) === null &&
    volumePositionOf(header, 0) !== null
  );
}

function orientationOf(
  header: HeaderReader,
  frame: number,
): InstanceHeader["imageOrientationPatient"] {
  const inPatient = header.numbersInFrame(
    tags.ImageOrientationPatient,
    tags.PlaneOrientationSequence,
    frame,
  );
  const cosines =
    inPatient.length > 0
      ? inPatient
      : header.numbersInFrame(
          tags.ImageOrientationVolume,
          tags.PlaneOrientationVolumeSequence,
          frame,
        );
  const row = vectorOf(cosines.slice(0, 3));
  const column = vectorOf(cosines.slice(3, 6));
  return cosines.length === 6 && row !== null && column !== null
    ? [row, column]
    : null;
}

function vectorOf(numbers: readonly number[]): Vector3 | null {
  const [x = NaN, y = NaN, z = NaN] = numbers;
  const isVector = numbers.length === 3 && numbers.every(Number.isFinite);
  return isVector ? [x, y, z] : null;
}
