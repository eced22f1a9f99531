// Frozen plans for tests of the upload engine.
import type { PlannedStack, UploadPlan } from "../core/model/uploadPlan.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { CaseId, StackId, StudyKey } from "../shared/identifiers.ts";

/** A case id for tests; `number` tells several apart. */
export function testCaseId(number = 1): CaseId {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}` as CaseId;
}

function hexId(prefix: string, number: number): string {
  return prefix.repeat(8) + String(number).padStart(8, "0");
}

export function testStackId(number: number): StackId {
  return hexId("a", number) as StackId;
}

export function testStudyKey(number: number): StudyKey {
  return hexId("b", number) as StudyKey;
}

/** A plan of studies with stacks of the given files. */
export function testPlan(
  studies: readonly (readonly (readonly SpooledFile[])[])[],
  options: {
    readonly title?: string;
    readonly serviceOrigin?: string;
    readonly caseId?: CaseId;
  } = {},
): UploadPlan {
  let stackNumber = 0;
  const imageCount = studies.flat(2).length;
  return {
    version: 1,
    caseId: options.caseId ?? testCaseId(),
    serviceOrigin: options.serviceOrigin ?? "https://service.test",
    target: {
      kind: "newCase",
      payload: {
        title: options.title ?? "Appendicitis",
        systemId: 6,
        suitableForQuiz: true,
      },
    },
    studies: studies.map((stacks, studyIndex) => ({
      studyKey: testStudyKey(studyIndex + 1),
      position: studyIndex + 2,
      modality: "CT",
      caption: "",
      findingsHtml: "",
      stacks: stacks.map((images): PlannedStack => {
        stackNumber += 1;
        return {
          stackId: testStackId(stackNumber),
          label: "Axial",
          perspective: "Axial",
          specifics: "",
          rootIndex: Math.floor(images.length / 2),
          images,
        };
      }),
    })),
    account: {
      found: imageCount,
      uploaded: imageCount,
      leftOut: 0,
      leftOutByReason: [],
      uploadedImages: imageCount,
    },
  };
}
