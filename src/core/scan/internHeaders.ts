// Keeps the headers of thousands of files small: equal texts and equal lists of one scan become one object.
import type { OriginalUID } from "../model/brands.ts";
import type { FileSource } from "../model/fileSource.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";

/** Objects that were looked up lately and are remembered as such: those of one message share what the worker interned. */
const rememberedObjects = 4096;

/** Shares equal values between the instances it is given. One per scan; and one per job of a worker, so that messages are small. */
export class HeaderInterner {
  readonly #texts = new Map<string, string>();
  readonly #uids = new Map<OriginalUID, OriginalUID>();
  readonly #lists = new Map<string, unknown>();
  /** Known object by object: telling that two are equal costs more than telling that they are one. */
  readonly #objects = new Map<object, unknown>();

  /** An equal instance that shares what others have too. The SOP Instance UID and the position are its own. */
  intern(instance: ScannedInstance): ScannedInstance {
    const { source, header } = instance;
    return { source: this.#source(source), header: this.#header(header) };
  }

  /** The entries of an archive share their container. */
  #source(source: FileSource): FileSource {
    return source.kind === "file"
      ? source
      : { ...source, container: this.#list(source.container) };
  }

  #header(header: InstanceHeader): InstanceHeader {
    // One literal with all properties: objects that crossed threads are kept in a looser, larger form by V8.
    return {
      transferSyntaxUID: this.#text(header.transferSyntaxUID),
      sopClassUID: this.#text(header.sopClassUID),
      sopInstanceUID: header.sopInstanceUID,
      studyInstanceUID: this.#uid(header.studyInstanceUID),
      seriesInstanceUID: this.#uid(header.seriesInstanceUID),
      frameOfReferenceUID: this.#uid(header.frameOfReferenceUID),
      patient: this.#list(header.patient),
      studyDate: this.#text(header.studyDate),
      studyTime: this.#text(header.studyTime),
      acquisitionDate: this.#text(header.acquisitionDate),
      acquisitionTime: this.#text(header.acquisitionTime),
      studyDescription: this.#text(header.studyDescription),
      seriesDescription: this.#text(header.seriesDescription),
      protocolName: this.#text(header.protocolName),
      modality: this.#text(header.modality),
      bodyPartExamined: this.#text(header.bodyPartExamined),
      manufacturer: this.#text(header.manufacturer),
      manufacturerModelName: this.#text(header.manufacturerModelName),
      seriesNumber: header.seriesNumber,
      acquisitionNumber: header.acquisitionNumber,
      instanceNumber: header.instanceNumber,
      imageType: this.#list(header.imageType),
      complexImageComponent: this.#text(header.complexImageComponent),
      imagePositionPatient: header.imagePositionPatient,
      isPlacedInVolume: header.isPlacedInVolume,
      imageOrientationPatient: this.#list(header.imageOrientationPatient),
      sliceLocation: header.sliceLocation,
      sliceThicknessMm: header.sliceThicknessMm,
      pixelSpacingMm: this.#list(header.pixelSpacingMm),
      viewPosition: this.#text(header.viewPosition),
      detectorId: this.#text(header.detectorId),
      patientOrientation: this.#list(header.patientOrientation),
      sequenceName: this.#text(header.sequenceName),
      scanningSequence: this.#list(header.scanningSequence),
      sequenceVariant: this.#list(header.sequenceVariant),
      scanOptions: this.#list(header.scanOptions),
      repetitionTimeMs: header.repetitionTimeMs,
      echoTimeMs: header.echoTimeMs,
      inversionTimeMs: header.inversionTimeMs,
      echoNumber: header.echoNumber,
      flipAngleDegrees: header.flipAngleDegrees,
      diffusionBValue: header.diffusionBValue,
      diffusionDirectionality: this.#text(header.diffusionDirectionality),
      velocityEncoding: this.#text(header.velocityEncoding),
      temporalPosition: header.temporalPosition,
      triggerTimeMs: header.triggerTimeMs,
      cardiacPhasePercent: header.cardiacPhasePercent,
      contrastBolusAgent: this.#text(header.contrastBolusAgent),
      contrast: this.#list(header.contrast),
      convolutionKernel: this.#text(header.convolutionKernel),
      burnedInAnnotation: this.#text(header.burnedInAnnotation),
      freeText: this.#list(header.freeText),
      ultrasoundRegions: this.#list(header.ultrasoundRegions),
      hasLookupTable: header.hasLookupTable,
      windowCenter: header.windowCenter,
      windowWidth: header.windowWidth,
      rescaleSlope: header.rescaleSlope,
      rescaleIntercept: header.rescaleIntercept,
      pixels: this.#list(header.pixels),
      pixelData: this.#list(header.pixelData),
      frames: header.frames,
      timeSlots: header.timeSlots,
      warnings: this.#list(header.warnings),
    };
  }

  #text(text: string): string {
    if (text === "") return "";
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  #uid(uid: OriginalUID): OriginalUID {
    const known = this.#uids.get(uid);
    if (known !== undefined) return known;
    this.#uids.set(uid, uid);
    return uid;
  }

  /** Equal JSON means equal content, so the known object is of the same type. */
  #list<List extends object | null>(list: List): List {
    if (list === null) return list;
    const same = this.#objects.get(list);
    if (same !== undefined) return same as List;
    const key = JSON.stringify(list);
    const known = this.#lists.get(key) ?? list;
    if (known === list) this.#lists.set(key, list);
    if (this.#objects.size >= rememberedObjects) this.#objects.clear();
    this.#objects.set(list, known);
    return known as List;
  }
}
