// What the sandbox remembers across restarts, as the schema its file is checked against.
import { z } from "zod";
import { demoLogin, demoLogins } from "./demoLogins.ts";

const id = z.number().int().positive();
const timeMs = z.number().int().nonnegative();
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** An application that may ask for sign-in. A null secret hash means a non-confidential application. */
const clientSchema = z.strictObject({
  clientId: z.string(),
  name: z.string(),
  clientSecretHash: sha256Hex.nullable(),
  /** Redirect URIs beside the loopback ones and the out-of-band URN. */
  redirectUris: z.array(z.string()),
});

/** Files from before there was a second user belong to the first. */
const login = z.enum(demoLogins).default(demoLogin);

/** One sign-in. Tokens are kept as SHA-256 only. */
const grantSchema = z.strictObject({
  grantId: z.string(),
  clientId: z.string(),
  login,
  accessTokenHash: sha256Hex,
  accessExpiresAtMs: timeMs,
  refreshTokenHash: sha256Hex,
  createdAtMs: timeMs,
});

const caseSchema = z.strictObject({
  caseId: id,
  /** Its author. */
  login,
  title: z.string(),
  systemId: z.number().int(),
  diagnosticCertaintyId: z.number().int().nullable(),
  suitableForQuiz: z.boolean().nullable(),
  presentation: z.string().nullable(),
  age: z.string().nullable(),
  gender: z.string().nullable(),
  body: z.string().nullable(),
  status: z.enum(["draft", "pending_review", "published"]),
  visibility: z.enum(["public", "unlisted"]),
  /** Place of the discussion among the studies: 1, unless a study was put there. */
  discussionPosition: z.number().int(),
  uploadFinishedAtMs: timeMs.nullable(),
  createdAtMs: timeMs,
  updatedAtMs: timeMs,
});

const studySchema = z.strictObject({
  studyId: id,
  caseId: id,
  position: z.number().int(),
  modality: z.string(),
  caption: z.string(),
  findings: z.string(),
  createdAtMs: timeMs,
});

const stackSchema = z.strictObject({
  stackId: id,
  studyId: id,
  jobId: z.string(),
  perspective: z.string(),
  specifics: z.string(),
  rootIndex: z.number().int().nullable(),
  /** Upload ids in display order. */
  uploadIds: z.array(id),
  attachedAtMs: timeMs,
  queuedMs: z.number().int().nonnegative(),
  dicomProcessingMs: z.number().int().nonnegative(),
  /** Set when the conversion will fail without a word. */
  failsSilently: z.boolean(),
  /** Remarks of the check that do not refuse, in English, free of values. */
  warnings: z.array(z.string()),
});

/** A file sent by the deprecated route (section 7). */
const imageSchema = z.strictObject({
  imageId: id,
  studyId: id,
  contentType: z.string(),
  filename: z.string(),
  sha256: sha256Hex,
  sizeBytes: z.number().int().nonnegative(),
  createdAtMs: timeMs,
});

const uploadSchema = z.strictObject({ uploadId: id, sha256: sha256Hex });

/** A file the policy check refused. */
const rejectionSchema = z.strictObject({
  atMs: timeMs,
  caseId: id,
  studyId: id,
  uploadId: id,
  sha256: sha256Hex,
  /** Eight hexadecimal digits each. */
  tags: z.array(z.string()),
  problems: z.array(z.string()),
});

const lastIdsSchema = z.strictObject({
  case: id,
  study: id,
  stack: id,
  upload: id,
  image: id,
});

/** The whole file. */
export const sandboxStateSchema = z.strictObject({
  version: z.literal(1),
  signingKeyHex: z.string().regex(/^[0-9a-f]{64}$/),
  lastIds: lastIdsSchema,
  clients: z.array(clientSchema),
  grants: z.array(grantSchema),
  cases: z.array(caseSchema),
  studies: z.array(studySchema),
  stacks: z.array(stackSchema),
  images: z.array(imageSchema),
  uploads: z.array(uploadSchema),
  rejections: z.array(rejectionSchema),
});

export type SandboxState = z.infer<typeof sandboxStateSchema>;
export type ClientRecord = Readonly<z.infer<typeof clientSchema>>;
export type GrantRecord = Readonly<z.infer<typeof grantSchema>>;
export type CaseRecord = Readonly<z.infer<typeof caseSchema>>;
export type StudyRecord = Readonly<z.infer<typeof studySchema>>;
export type StackRecord = Readonly<z.infer<typeof stackSchema>>;
export type ImageRecord = Readonly<z.infer<typeof imageSchema>>;
export type UploadRecord = Readonly<z.infer<typeof uploadSchema>>;
export type RejectionRecord = Readonly<z.infer<typeof rejectionSchema>>;
export type LastIds = z.infer<typeof lastIdsSchema>;
