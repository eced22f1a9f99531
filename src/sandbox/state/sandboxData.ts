// The sandbox's records in memory: one table each, changed synchronously, so that no request sees another's half-made change.
import { createHash, randomBytes } from "node:crypto";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import type {
  CaseRecord,
  ClientRecord,
  GrantRecord,
  ImageRecord,
  LastIds,
  RejectionRecord,
  SandboxState,
  StackRecord,
  StudyRecord,
  UploadRecord,
} from "./records.ts";

/** Rejections kept; the oldest go first. */
const maxRejections = 1_000;

/** Lower-case hexadecimal SHA-256 of a text, the form in which secrets are kept. */
export function sha256OfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** State of a service that was never used. Ids start far apart, so that a mixed-up id never happens to exist. */
export function emptyState(): SandboxState {
  return {
    version: 1,
    signingKeyHex: randomBytes(32).toString("hex"),
    lastIds: {
      case: 8_700,
      study: 34_100,
      stack: 91_000,
      upload: 1_200,
      image: 62_000,
    },
    clients: [
      {
        clientId: sandboxClient.clientId,
        name: "Casedrop",
        clientSecretHash: sha256OfText(sandboxClient.clientSecret),
        redirectUris: [],
      },
    ],
    grants: [],
    cases: [],
    studies: [],
    stacks: [],
    images: [],
    uploads: [],
    rejections: [],
  };
}

/** Tables by id, in the order their records were made. */
export class SandboxData {
  readonly signingKeyHex: string;
  readonly clients: Map<string, ClientRecord>;
  readonly grants: Map<string, GrantRecord>;
  readonly cases: Map<number, CaseRecord>;
  readonly studies: Map<number, StudyRecord>;
  readonly stacks: Map<number, StackRecord>;
  readonly images: Map<number, ImageRecord>;
  readonly uploads: Map<number, UploadRecord>;
  readonly uploadIdByHash: Map<string, number>;
  readonly #lastIds: LastIds;
  #rejections: readonly RejectionRecord[];

  constructor(state: SandboxState) {
    this.signingKeyHex = state.signingKeyHex;
    this.#lastIds = { ...state.lastIds };
    this.clients = new Map(state.clients.map((row) => [row.clientId, row]));
    this.grants = new Map(state.grants.map((row) => [row.grantId, row]));
    this.cases = new Map(state.cases.map((row) => [row.caseId, row]));
    this.studies = new Map(state.studies.map((row) => [row.studyId, row]));
    this.stacks = new Map(state.stacks.map((row) => [row.stackId, row]));
    this.images = new Map(state.images.map((row) => [row.imageId, row]));
    this.uploads = new Map(state.uploads.map((row) => [row.uploadId, row]));
    this.uploadIdByHash = new Map(
      state.uploads.map((row) => [row.sha256, row.uploadId]),
    );
    this.#rejections = state.rejections;
  }

  get rejections(): readonly RejectionRecord[] {
    return this.#rejections;
  }

  addRejections(rejections: readonly RejectionRecord[]): void {
    this.#rejections = [...this.#rejections, ...rejections].slice(
      -maxRejections,
    );
  }

  /** A number never used before for records of this kind. */
  nextId(kind: keyof LastIds): number {
    this.#lastIds[kind] += 1;
    return this.#lastIds[kind];
  }

  /** Studies of a case by position. */
  studiesOf(caseId: number): readonly StudyRecord[] {
    return [...this.studies.values()]
      .filter((study) => study.caseId === caseId)
      .sort((a, b) => a.position - b.position || a.studyId - b.studyId);
  }

  /** Stacks of a study in the order they were attached. */
  stacksOf(studyId: number): readonly StackRecord[] {
    return [...this.stacks.values()].filter(
      (stack) => stack.studyId === studyId,
    );
  }

  /** Files sent to a study by the deprecated route. */
  imagesOf(studyId: number): readonly ImageRecord[] {
    return [...this.images.values()].filter(
      (image) => image.studyId === studyId,
    );
  }

  /** Forgets a case with all that hangs on it; stored files stay, as they may belong to other cases. */
  deleteCase(caseId: number): void {
    for (const { studyId } of this.studiesOf(caseId)) this.deleteStudy(studyId);
    this.#rejections = this.#rejections.filter(
      (rejection) => rejection.caseId !== caseId,
    );
    this.cases.delete(caseId);
  }

  /** With its stacks and images. */
  deleteStudy(studyId: number): void {
    for (const { stackId } of this.stacksOf(studyId))
      this.stacks.delete(stackId);
    for (const { imageId } of this.imagesOf(studyId))
      this.images.delete(imageId);
    this.studies.delete(studyId);
  }

  /** A copy to be written. */
  toState(): SandboxState {
    return {
      version: 1,
      signingKeyHex: this.signingKeyHex,
      lastIds: { ...this.#lastIds },
      clients: [...this.clients.values()],
      grants: [...this.grants.values()],
      cases: [...this.cases.values()],
      studies: [...this.studies.values()],
      stacks: [...this.stacks.values()],
      images: [...this.images.values()],
      uploads: [...this.uploads.values()],
      rejections: [...this.#rejections],
    };
  }
}
