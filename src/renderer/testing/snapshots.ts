// Snapshots for tests: an untouched case with one CT study, changed as each test needs.
import {
  emptyCaseForm,
  emptyStudyForm,
  noConfirmations,
} from "../../shared/caseForm.ts";
import { defaultDestination } from "../../shared/destination.ts";
import type { CaseId, StackId, StudyKey } from "../../shared/identifiers.ts";
import type {
  CaseSnapshot,
  StackView,
  StudyView,
} from "../../shared/snapshot.ts";

/** A selected axial CT stack of 40 images. */
export function stackView(changes: Partial<StackView> = {}): StackView {
  return {
    stackId: "00000000000000a1" as StackId,
    seriesNumber: 4,
    seriesDescription: "Abdomen",
    modality: "CT",
    plane: "Axial",
    splitBy: [],
    traits: [],
    warnings: [],
    heldBack: null,
    canBeSelected: true,
    isSelected: true,
    imageCount: 40,
    keptCount: 40,
    first: 0,
    last: 39,
    keepEvery: 1,
    isReversed: false,
    keyImage: 20,
    perspective: "Axial",
    specifics: "",
    rows: 512,
    columns: 512,
    canPreview: true,
    storedPixels: { compression: "none", isReadBySite: true },
    videoCoding: null,
    picture: null,
    window: { center: 40, width: 400 },
    masks: [],
    maskProposals: [],
    text: {
      state: { kind: "waiting" },
      unseen: {
        findingId: "unseen:00000000000000a1",
        status: { kind: "open" },
      },
      findings: [],
    },
    textObstacles: { isUnsearched: true, unseenImages: 0, findingIds: [] },
    freeText: [],
    ...changes,
  };
}

/** A study with that one stack. */
export function studyView(changes: Partial<StudyView> = {}): StudyView {
  return {
    studyKey: "00000000000000b1" as StudyKey,
    description: "CT Abdomen",
    date: "2025-03-14",
    daysSinceFirst: 0,
    suggestedCaption: "",
    dicomModality: "CT",
    patientNumber: 1,
    form: emptyStudyForm,
    stacks: [stackView()],
    ...changes,
  };
}

/** A case with that one study, read and not yet prepared. */
export function caseSnapshot(
  changes: Partial<CaseSnapshot> = {},
): CaseSnapshot {
  return {
    caseId: "11111111-1111-4111-8111-111111111111" as CaseId,
    revision: 1,
    form: emptyCaseForm,
    destination: defaultDestination,
    intake: {
      kind: "ready",
      account: {
        found: 40,
        dicom: 40,
        skipped: 0,
        skippedByReason: [],
        missingFiles: 0,
        lockedArchives: [],
      },
    },
    studies: [studyView()],
    suggestedAge: "",
    suggestedGender: "",
    patientCount: 1,
    check: {
      acceptances: { refusedImages: false, severalPatients: false },
      preparation: { kind: "notStarted" },
      confirmations: noConfirmations,
      typed: [],
      credit: [],
      sentBefore: [],
      blockers: [],
    },
    upload: { kind: "notStarted" },
    canUndo: false,
    canRedo: false,
    secondLook: {
      films: [],
      state: { kind: "idle" },
      looks: [],
      comparisons: [],
    },
    isFrozen: false,
    ...changes,
  };
}
