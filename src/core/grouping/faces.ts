// Tells stacks from which a patient's face could be rebuilt: thin slices of a whole head, by CT or MR.
import type { StackWarning } from "../../shared/stackFacts.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { isProjection, isSliced } from "./objectTypes.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { seriesWords } from "./seriesWords.ts";
import { slicePlaces } from "./slicePositions.ts";

/** Slices further apart than this give no likeness. */
const mostSpacingMm = 3.05;
/** What has to be seen of a head in each direction for a face to be among it. */
const leastDepthMm = 120;
const leastWidthMm = 140;
/** Fields of view for heads alone are no wider. */
const mostWidthMm = 280;
/** Pixels larger than this give no likeness either. */
const mostPixelMm = 2.5;
/** Slices this far apart are the usual thick ones. */
const thickSpacingMm = 5;

/** The warning for a stack, if it is due. */
export function faceWarnings(
  images: readonly SeriesImage[],
): readonly StackWarning[] {
  const middle = images[Math.floor(images.length / 2)]?.header;
  if (middle === undefined || !mayShowFace(middle)) return [];
  const places = slicePlaces(images)?.places ?? [];
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return [];
  const spacingMm = usualStep(places.map((place) => place.coordinateMm));
  const depthMm = last.coordinateMm - first.coordinateMm + spacingMm;
  return spacingMm > 0 && spacingMm <= mostSpacingMm && depthMm >= leastDepthMm
    ? [
        {
          kind: "faceCanBeRebuilt",
          keepEvery: Math.ceil(thickSpacingMm / spacingMm - 1e-6),
        },
      ]
    : [];
}

/** The lower median of the steps; 0 if there are none. */
function usualStep(coordinatesMm: readonly number[]): number {
  const steps = coordinatesMm
    .slice(1)
    .map((coordinate, index) => coordinate - (coordinatesMm[index] ?? 0))
    .sort((a, b) => a - b);
  return steps[Math.floor((steps.length - 1) / 2)] ?? 0;
}

/** Slices of a head, wide and fine enough. */
function mayShowFace(header: InstanceHeader): boolean {
  return (
    header.pixelData !== null &&
    isSliced(header) &&
    !isProjection(header) &&
    (header.modality === "CT" || header.modality === "MR") &&
    isWide(header) &&
    // Echo planar images show the brain and little of the skin.
    !header.scanningSequence.includes("EP") &&
    showsHead(header)
  );
}

function isWide({ pixels, pixelSpacingMm }: InstanceHeader): boolean {
  if (pixels === null || pixelSpacingMm === null) return false;
  const [betweenRows, betweenColumns] = pixelSpacingMm;
  return (
    Math.max(betweenRows, betweenColumns) <= mostPixelMm &&
    pixels.rows * betweenRows >= leastWidthMm &&
    pixels.columns * betweenColumns >= leastWidthMm
  );
}

const headWords =
  /(^| )(HEAD|HEADNECK|BRAIN|SKULL|FACE|FACIAL|MAXILLOFACIAL|CRANIUM|CRANIAL|CEREBR\w*|SINUS(ES)?|PNS|ORBITS?|MANDIBLE|IAC|PITUITARY|NECK|WHOLEBODY|WHOLE BODY|KOPF|SCHAEDEL|SCHÄDEL|HIRN|GEHIRN|NNH|HALS|CRANE|CRÂNE|TETE|TÊTE|CERVEAU|CABEZA|CEREBRO|CRANEO|CRÁNEO|CRANIO|ENCEFALO|MPRAGE|MP2RAGE|T1 MPR|JAWS?|MAXILLA|EARS?|NOSE|NASAL|EYES?|ORBITAL|TMJS?|DENTAL|TEETH|CBCT|CAROTIDS?|INTRACRANIAL|STROKE|NEURO|NEUROCRANIUM|EPILEPSY|HEADANDNECK|CTHEAD|CTBRAIN|MRBRAIN|MRHEAD|HEADCT|BRAINCT|SCHADEL|SKULLBASE|BRAVO|FLAIR 3D|3D FLAIR|T1 SPACE|SPACE FLAIR|T1 TFE|3D TFE|TFE 3D)( |$)/;

/** Regions that are not the head. */
const otherWords =
  /(^| )(CHEST|THORAX|LUNGS?|ABDOMEN|ABDO|PELVIS|SPINE|[CTL] ?SPINE|CSPINE|TSPINE|LSPINE|HIPS?|FEMUR|FEMORAL|KNEES?|ANKLES?|FOOT|SHOULDERS?|HUMERUS|ELBOWS?|WRISTS?|HANDS?|RADIUS|RADIAL|HEART|CARDIAC|CORONARY|LIVER|KIDNEYS?|PANCREAS|PANCREATIC|PROSTATE|BREASTS?|BLADDER|EXTREMITY|LEGS?|PHANTOM|SPECIMEN)( |$)/;

/** Parts of other regions that sound like the head, and heads without a face. */
const notOfFace =
  /(^| )((FEMUR|FEMORAL|HUMERUS|HUMERAL|RADIUS|RADIAL|PANCREAS|PANCREATIC|FIBULA|FIBULAR) (HEAD|NECK)|(HEAD|NECK) OF (THE )?(FEMUR|HUMERUS|RADIUS|PANCREAS|FIBULA)|BLADDER NECK|CORONARY SINUS|(HEAD|NECK|BRAIN) PHANTOM|PHANTOM (HEAD|NECK|BRAIN))(?= |$)/g;

/**
 * By Body Part Examined and the words of the series, also where they name other regions beside the head; where they name
 * none, by the words of the study, and by the size of the field where those name none either: the chest in a study of head and
 * chest shows no face.
 */
function showsHead(header: InstanceHeader): boolean {
  const nearest = [header.bodyPartExamined, seriesWords(header)].map(
    plainWords,
  );
  if (nearest.some(namesHead)) return true;
  if (nearest.some((words) => otherWords.test(words))) return false;
  const study = plainWords(header.studyDescription);
  return (
    namesHead(study) || (!otherWords.test(study) && isAsWideAsHead(header))
  );
}

/**
 * Where nothing names a region, thin slices over what a head takes are taken for one: a warning too many costs less than a
 * face. Fields for trunks are wider.
 */
function isAsWideAsHead({ pixels, pixelSpacingMm }: InstanceHeader): boolean {
  if (pixels === null || pixelSpacingMm === null) return false;
  const [betweenRows, betweenColumns] = pixelSpacingMm;
  return (
    pixels.rows * betweenRows <= mostWidthMm &&
    pixels.columns * betweenColumns <= mostWidthMm
  );
}

/**
 * True for a series by CT or MR that a list calls one of the head, by its modality and what else is said of it. Nothing is known
 * of its slices before they came, so that this asks less than `faceWarnings`.
 */
export function isListedAsHead(
  modality: string,
  saidOfIt: readonly string[],
): boolean {
  return (
    /^(CT|MR)$/i.test(modality.trim()) &&
    saidOfIt.some((text) => namesHead(plainWords(text)))
  );
}

function namesHead(words: string): boolean {
  return headWords.test(words.replaceAll(notOfFace, " "));
}

function plainWords(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
