// Goes through the attributes of one instance: what the output has of each, and why.
import { assertNever } from "../../shared/assertNever.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type { DicomElement, Tag } from "../dicom/dataSet.ts";
import { isPrivateTag } from "../dicom/dictionary.ts";
import { textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import { rawValue, textOf, wordOf } from "./elementText.ts";
import { droppedFromFrame, frameElements } from "./frameElements.ts";
import { keptFreeTextValue } from "./freeTextValue.ts";
import { frameValues } from "./functionalGroups.ts";
import type { ValueContext } from "./keptValue.ts";
import { dropHalfWindow, type LostValues } from "./lostValues.ts";
import { planWindow } from "./plainWindow.ts";
import { policyAction } from "./policy/radiopaediaPolicy052.ts";
import { freeTextTags, removedThoughKept } from "./policy/stricterLayer.ts";
import type { RememberedValues } from "./rememberedValues.ts";
import type { SourceInstance } from "./sourceInstance.ts";
import type { StackWindow } from "./stackWindow.ts";
import type { DeidRule } from "../../shared/deidRule.ts";
import type { TagAction } from "./tagAction.ts";

/** What stands in the output whatever the element of that tag says: another value, or none. */
export interface SetAttribute {
  readonly element: ElementToWrite | null;
  readonly rule: DeidRule;
}

/** The attributes of the output, Pixel Data aside, and one action per element met. */
export interface AttributePlan {
  readonly elements: ReadonlyMap<Tag, ElementToWrite>;
  readonly actions: readonly TagAction[];
  /** Values that hold a word of the patient. */
  readonly lost: LostValues;
}

/** What every decision about one instance looks at. */
interface Deciding {
  readonly sopClassUID: string;
  readonly values: ValueContext;
  readonly set: ReadonlyMap<Tag, SetAttribute>;
  readonly dropped: ReadonlySet<Tag>;
  readonly keptFreeText: ReadonlySet<Tag>;
  readonly acceptedFreeText: ReadonlySet<string>;
  readonly remembered: RememberedValues;
  readonly lost: Map<Tag, PatientWordKind>;
}

/** Plans all attributes. `set` holds what the caller sets: UIDs and marks. `frame` is 1-based, null for single-frame files. */
export function planAttributes(
  instance: SourceInstance,
  given: {
    readonly sopClassUID: string;
    readonly frame: number | null;
    /** For all images of the stack; null: each keeps its own. */
    readonly window: StackWindow | null;
    /** Of our stricter layer, what the user keeps. */
    readonly keptFreeText: ReadonlySet<Tag>;
    /** Keys of questions about it that the user answered (freeTextQuestions.ts). */
    readonly acceptedFreeText: ReadonlySet<string>;
    readonly set: ReadonlyMap<Tag, SetAttribute>;
    readonly remembered: RememberedValues;
  },
): AttributePlan {
  const { dataSet } = instance;
  const values = valueContext(instance);
  const lost = new Map<Tag, PatientWordKind>();
  const fromGroups = valuesOfFrame(instance, given, { values, lost });
  // Of an attribute that is set several times the last one counts.
  const set = new Map<Tag, SetAttribute>();
  const put = (attribute: SetAttribute, tag: Tag) => set.set(tag, attribute);
  setPlainWindow(instance, put);
  fromGroups.forEach(put);
  setWindowOfStack(instance, given.window, put);
  setFrame(given.frame, put);
  given.set.forEach(put);
  const deciding: Deciding = {
    sopClassUID: given.sopClassUID,
    values,
    set,
    dropped:
      given.frame === null
        ? new Set()
        : droppedFromFrame(dataSet, fromGroups.has(tags.ImagePositionPatient)),
    keptFreeText: given.keptFreeText,
    acceptedFreeText: given.acceptedFreeText,
    remembered: given.remembered,
    lost,
  };
  const elements = new Map<Tag, ElementToWrite>();
  const actions: TagAction[] = [];
  const met = new Set<Tag>();
  for (const element of dataSet.elements) {
    const { tag } = element;
    const decision: Decision = met.has(tag)
      ? removed("malformedElement")
      : decide(instance, element, deciding);
    met.add(tag);
    if (decision.element !== null) elements.set(tag, decision.element);
    actions.push({ tag, action: decision.action, rule: decision.rule });
  }
  set.forEach(({ element, rule }, tag) => {
    if (element === null || met.has(tag)) return;
    elements.set(tag, element);
    actions.push({ tag, action: "added", rule });
  });
  dropHalfWindow(lost, elements, actions);
  return { elements, actions, lost };
}

/** Takes note of an attribute that is set. */
type Put = (attribute: SetAttribute, tag: Tag) => unknown;

interface Decision {
  readonly element: ElementToWrite | null;
  readonly action: "kept" | "replaced" | "removed";
  readonly rule: DeidRule;
}

function removed(rule: DeidRule): Decision {
  return { element: null, action: "removed", rule };
}

function decide(
  instance: SourceInstance,
  element: DicomElement,
  deciding: Deciding,
): Decision {
  const { tag } = element;
  const set = deciding.set.get(tag);
  if (set !== undefined)
    return set.element === null
      ? removed(set.rule)
      : { element: set.element, action: "replaced", rule: set.rule };
  if (isPrivateTag(tag)) return removed("privateAttribute");
  if ((tag & 0xffff) === 0) return removed("groupLength");
  const policy = policyAction(tag, deciding.sopClassUID);
  switch (policy.kind) {
    case "remove":
      return removed(element.vr === "SQ" ? "sequence" : "policyRemoves");
    case "empty":
    case "constant":
    case "hashUID":
    case "add":
      return removed("policyBlanks");
    case "keep":
      return decideKept(instance, element, deciding);
    default:
      return assertNever(policy, "policy action");
  }
}

function decideKept(
  instance: SourceInstance,
  element: DicomElement,
  deciding: Deciding,
): Decision {
  const { tag } = element;
  if (removedThoughKept.has(tag))
    return decideFreeText(instance, element, deciding);
  if (deciding.dropped.has(tag)) return removed("frameOfMultiFrame");
  if (
    element.hasUndefinedLength ||
    element.isMisencoded === true ||
    element.isValueLoaded === false
  )
    return removed("malformedElement");
  const value = deciding.remembered.of(
    tag,
    rawValue(instance.dataSet, element),
    deciding.values,
  );
  switch (value.kind) {
    case "verbatim":
      return { element: value.element, action: "kept", rule: "policyKeeps" };
    case "rewritten":
      return { element: value.element, action: "replaced", rule: value.rule };
    case "dropped":
      if (value.wordKind !== undefined) deciding.lost.set(tag, value.wordKind);
      return removed(value.rule);
    default:
      return assertNever(value, "kept value");
  }
}

function decideFreeText(
  { dataSet, identifiers }: SourceInstance,
  element: DicomElement,
  { keptFreeText, acceptedFreeText }: Deciding,
): Decision {
  const { tag } = element;
  if (!keptFreeText.has(tag) || !freeTextTags.has(tag))
    return removed("freeText");
  const value = keptFreeTextValue(dataSet, element, {
    words: identifiers.words,
    accepted: acceptedFreeText,
  });
  return value.ok ? { ...value.value, action: "kept" } : removed(value.failure);
}

function valueContext({ dataSet, identifiers }: SourceInstance): ValueContext {
  return {
    hasSignedPixels: wordOf(dataSet, tags.PixelRepresentation) === 1,
    hasPalette:
      textOf(dataSet, tags.PhotometricInterpretation) === "PALETTE COLOR" ||
      // A supplemental palette gives the highest values of a grey image their colours (PS3.3 C.7.6.19).
      ["COLOR", "MIXED"].includes(textOf(dataSet, tags.PixelPresentation)),
    words: identifiers.words,
  };
}

/** Functional groups also say where the one frame of an enhanced single-frame object lies. */
function valuesOfFrame(
  { dataSet }: SourceInstance,
  given: {
    readonly sopClassUID: string;
    readonly frame: number | null;
    readonly remembered: RememberedValues;
  },
  { values, lost }: Pick<Deciding, "values" | "lost">,
): ReadonlyMap<Tag, SetAttribute> {
  const set = new Map<Tag, SetAttribute>();
  for (const [tag, raw] of frameValues(dataSet, given.frame ?? 1)) {
    const isKept =
      policyAction(tag, given.sopClassUID).kind === "keep" &&
      !removedThoughKept.has(tag);
    if (!isKept) continue;
    const value = given.remembered.of(tag, raw, values);
    if (value.kind !== "dropped")
      set.set(tag, { element: value.element, rule: "saidInSequence" });
    else if (value.wordKind !== undefined) {
      lost.set(tag, value.wordKind);
      // What the top level says is of no frame.
      set.set(tag, { element: null, rule: value.rule });
    }
  }
  return set;
}

function setFrame(frame: number | null, put: Put): void {
  if (frame === null) return;
  for (const element of frameElements(frame))
    put({ element, rule: "frameOfMultiFrame" }, element.tag);
}

function setPlainWindow({ dataSet }: SourceInstance, put: Put): void {
  const window = planWindow(dataSet);
  const rule = "saidInSequence";
  switch (window.kind) {
    case "asWritten":
      return;
    case "none":
      put({ element: null, rule }, tags.WindowCenter);
      put({ element: null, rule }, tags.WindowWidth);
      return;
    case "instead":
      setWindow(window, rule, put);
      return;
    default:
      assertNever(window, "window plan");
  }
}

/** Colour has no window, and where a lookup table went the stack's window would be in other units than this image's. */
function setWindowOfStack(
  { dataSet }: SourceInstance,
  window: StackWindow | null,
  put: Put,
): void {
  if (window === null) return;
  const isGrey = textOf(dataSet, tags.PhotometricInterpretation).startsWith(
    "MONOCHROME",
  );
  if (isGrey && planWindow(dataSet).kind === "asWritten")
    setWindow(window, "windowOfStack", put);
}

function setWindow(
  { center, width }: StackWindow,
  rule: DeidRule,
  put: Put,
): void {
  put({ element: decimal(tags.WindowCenter, center), rule }, tags.WindowCenter);
  put({ element: decimal(tags.WindowWidth, width), rule }, tags.WindowWidth);
}

function decimal(tag: Tag, value: string): ElementToWrite {
  return { tag, vr: "DS", value: textValue(value) };
}
