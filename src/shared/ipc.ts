// The contract between window and main process: every channel with its arguments' schema and its answer.
import { z } from "zod";
import type { ArchiveFailure } from "./archive.ts";
import type { ImageComparison } from "./beforeAfter.ts";
import { caseEditSchema, stackIdSchema } from "./caseEdit.ts";
import { contactAddressSchema } from "./contactAddress.ts";
import { backgroundSettingsSchema } from "./backgroundSettings.ts";
import {
  contractSettingsSchema,
  siteOriginSchema,
} from "./contractSettings.ts";
import {
  accountRefSchema,
  type KnownStudyView,
  type RemoteCaseView,
} from "./destination.ts";
import type { Failure } from "./failure.ts";
import type { CaseId } from "./identifiers.ts";
import { proxySettingSchema, type AuthorityAnswer } from "./network.ts";
import {
  archiveLoginSchema,
  archivePageSchema,
  archiveQuestionSchema,
  archiveServers,
  licenceChoiceSchema,
  licenceDecisionSchema,
  seriesUIDSchema,
  seriesUIDsSchema,
  type ArchiveAnswer,
  type FetchAnswer,
  type ListReading,
  type OfferedSeries,
  type PublicArchiveView,
} from "./publicArchive.ts";
import {
  filmQuestions,
  lookReaders,
  readerKeyLength,
  secondLookUses,
  type MadeFilm,
  type ReportCheck,
} from "./secondLook.ts";
import type { Sha256Hex } from "./identifiers.ts";
import type { PreviewImage } from "./preview.ts";
import type { Result } from "./result.ts";
import type { SentCaseView } from "./sentCases.ts";
import { signInIdSchema } from "./signIns.ts";
import { transferSettingsSchema } from "./transferSettings.ts";
import type { AppSnapshot, CaseSnapshot, LeftOutFile } from "./snapshot.ts";

export const caseIdSchema = z.uuid().transform((text) => text as CaseId);

const doubtAnswerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("adoptCase"),
    remoteCaseId: z.number().int().positive(),
  }),
  z.strictObject({
    kind: z.literal("adoptStudy"),
    remoteStudyId: z.number().int().positive(),
  }),
  z.strictObject({ kind: z.literal("sendAgain") }),
  z.strictObject({ kind: z.literal("itArrived") }),
]);

const lookIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const readerSchema = z.enum(lookReaders);

/** Pages the window may ask for: contract section 1 (registering an application, raising the quota, own drafts) and 11 (the rules). */
const sitePageSchema = z.enum([
  "registerApplication",
  "supporters",
  "ownDrafts",
  "publishingGuidelines",
  "patientConfidentiality",
  "licence",
  // X-Raydar's project, the paper behind it, and its code with the licence.
  "xraydarProject",
  "xraydarPaper",
  "xraydarCode",
]);
export type SitePage = z.infer<typeof sitePageSchema>;

/** Arguments of each channel, as a tuple. The main process parses every call with these; arity is part of the schema. */
export const channelArguments = {
  getAppSnapshot: z.tuple([]),
  /** Makes a new empty draft and opens it. */
  createCase: z.tuple([]),
  /** Opens a case; its snapshots are pushed until another is opened. Null closes. */
  openCase: z.tuple([caseIdSchema.nullable()]),
  /** Deletes a draft or forgets a finished case: its spool, journal and record. */
  forgetCase: z.tuple([caseIdSchema]),
  /** Dropped files; the preload turns File objects into paths, the page never names one. Null: a new case. */
  addDroppedPaths: z.tuple([
    caseIdSchema.nullable(),
    z.array(z.string().min(1).max(32_768)).min(1).max(10_000),
  ]),
  chooseFolders: z.tuple([caseIdSchema.nullable()]),
  chooseFiles: z.tuple([caseIdSchema.nullable()]),
  /** A synthetic study made by code, in a new case. */
  loadSampleStudy: z.tuple([]),
  cancelScan: z.tuple([caseIdSchema]),
  /** The password of a locked archive, by the name the account gives it; its files are read then. */
  giveArchivePassword: z.tuple([
    caseIdSchema,
    z.string().min(1).max(32_768),
    z.string().min(1).max(1024),
  ]),
  /** Makes one case per patient out of a case of several. */
  splitCaseByPatient: z.tuple([caseIdSchema]),
  /** The remedy for a case whose prepared copies are gone: a new one of its files, with its words. */
  remakeCase: z.tuple([caseIdSchema]),
  editCase: z.tuple([caseIdSchema, caseEditSchema]),
  undo: z.tuple([caseIdSchema]),
  redo: z.tuple([caseIdSchema]),
  /** One image rendered at most `maxSidePixels` wide and high. Null window: the file's own, else the range of its pixels. */
  renderImage: z.tuple([
    caseIdSchema,
    stackIdSchema,
    z.number().int().nonnegative(),
    z.strictObject({
      maxSidePixels: z.number().int().min(16).max(4096),
      window: z
        .strictObject({ center: z.number(), width: z.number().positive() })
        .nullable(),
    }),
  ]),
  listLeftOut: z.tuple([caseIdSchema]),
  /** As text without names of files, to the clipboard. */
  copyLeftOut: z.tuple([caseIdSchema]),
  /** What de-identification did to one prepared image, by its place in the display order before trimming. */
  getBeforeAfter: z.tuple([
    caseIdSchema,
    stackIdSchema,
    z.number().int().nonnegative(),
  ]),
  prepareCase: z.tuple([caseIdSchema]),
  cancelPreparation: z.tuple([caseIdSchema]),
  /** Looks once more for text in pixels where that failed. */
  searchTextAgain: z.tuple([caseIdSchema]),
  /** Agrees that refused images stay out of their stacks, or that one case of several patients is meant. */
  accept: z.tuple([
    caseIdSchema,
    z.enum(["refusedImages", "severalPatients"]),
    z.boolean(),
  ]),
  /** Gives a waiting case another place in the queue: 0 is sent next. */
  moveInQueue: z.tuple([caseIdSchema, z.number().int().min(0).max(10_000)]),
  /** Cases with a draft on the site. */
  listSentCases: z.tuple([]),
  /** The account's own cases on the site; null: of the account in use. */
  listRemoteCases: z.tuple([accountRefSchema.nullable()]),
  /** Studies of an account's draft that this app put there or added to. */
  listKnownStudies: z.tuple([accountRefSchema, z.number().int().positive()]),
  startUpload: z.tuple([caseIdSchema]),
  pauseUpload: z.tuple([caseIdSchema]),
  resumeUpload: z.tuple([caseIdSchema]),
  cancelUpload: z.tuple([caseIdSchema]),
  answerDoubt: z.tuple([caseIdSchema, doubtAnswerSchema]),
  /** Attaches a stack once more that the site failed to process. */
  retryStack: z.tuple([caseIdSchema, stackIdSchema]),
  /** The remedy for a site that refuses (0008,0018): the same images without it. */
  omitSopInstanceUID: z.tuple([caseIdSchema]),
  /** The remedy for a site that refuses some images by name: the stack without them. */
  leaveOutRefusedImages: z.tuple([caseIdSchema]),
  /** The remedy for a draft that is gone from the site: a new one that gets everything. */
  giveUpDraft: z.tuple([caseIdSchema]),
  /** The remedy for a study that is gone from the draft: a new one that gets its stacks. */
  giveUpStudy: z.tuple([caseIdSchema]),
  /** Every case that is being sent or waits its turn. */
  pauseAllUploads: z.tuple([]),
  resumeAllUploads: z.tuple([]),
  cancelAllUploads: z.tuple([]),
  checkProcessing: z.tuple([caseIdSchema]),
  saveReceipt: z.tuple([caseIdSchema]),
  /** The report of what was done so that nothing of the patient leaves: a page to read, or JSON if the user names the file so. */
  saveReport: z.tuple([caseIdSchema]),
  openCaseInBrowser: z.tuple([caseIdSchema]),
  copyCaseLink: z.tuple([caseIdSchema]),
  /** Sandbox only: its page with the cases that arrived. */
  openSandboxPage: z.tuple([]),
  /** A page of Radiopaedia in the system browser; the main process alone knows the addresses. */
  openSitePage: z.tuple([sitePageSchema]),
  signIn: z.tuple([z.enum(["loopback", "outOfBand"])]),
  signInForCase: z.tuple([caseIdSchema]),
  /** Out-of-band: a bare code or the whole address. */
  submitSignInCode: z.tuple([z.string().min(1).max(4096)]),
  cancelSignIn: z.tuple([]),
  copySignInLink: z.tuple([]),
  signOut: z.tuple([]),
  /** Another sign-in at the service in use, for another account. */
  addSignIn: z.tuple([]),
  useSignIn: z.tuple([signInIdSchema]),
  removeSignIn: z.tuple([signInIdSchema]),
  setBackground: z.tuple([backgroundSettingsSchema]),
  setContract: z.tuple([contractSettingsSchema]),
  /** Another site: signs out of the one before and forgets its application. */
  setSiteOrigin: z.tuple([siteOriginSchema]),
  /** Switches to Radiopaedia with the user's own application. */
  setRadiopaediaClient: z.tuple([
    z.strictObject({
      clientId: z.string().trim().min(1).max(512),
      clientSecret: z.string().trim().max(512),
    }),
  ]),
  useSandbox: z.tuple([]),
  useRadiopaedia: z.tuple([]),
  refreshAccount: z.tuple([]),
  setTransfers: z.tuple([transferSettingsSchema]),
  setAppearance: z.tuple([z.enum(["system", "light", "dark"])]),
  setProxy: z.tuple([proxySettingSchema]),
  /** Asks for a file with certificates of authorities and trusts them from now on. */
  addAuthorityFile: z.tuple([]),
  removeAuthorities: z.tuple([]),
  /** Name and password for the proxy that asks; null declines. */
  answerProxySignIn: z.tuple([
    z
      .strictObject({
        username: z.string().min(1).max(512),
        password: z.string().max(512),
      })
      .nullable(),
  ]),
  forgetProxyPasswords: z.tuple([]),
  /** Looks at each hop to the service in use; the rows are part of the app's snapshot. */
  runDiagnostics: z.tuple([]),
  cancelDiagnostics: z.tuple([]),
  saveDiagnostics: z.tuple([]),
  /** Where archives and X-Raydar can ask about requests; null names nobody. */
  setContactAddress: z.tuple([contactAddressSchema.nullable()]),
  /** What X-Raydar is used for; null switches the second look off. */
  setSecondLookUse: z.tuple([z.enum(secondLookUses).nullable()]),
  /** Null forgets the key. */
  setSecondLookKey: z.tuple([
    z.string().trim().length(readerKeyLength).nullable(),
  ]),
  /** Makes what would be sent of a film, to be looked at. */
  makeSecondLookFilm: z.tuple([
    caseIdSchema,
    z.strictObject({
      stackId: stackIdSchema,
      imageIndex: z.number().int().nonnegative(),
    }),
    z.array(z.enum(filmQuestions)).max(filmQuestions.length),
  ]),
  /** Consent to one sending of the film that was made. */
  sendSecondLookFilm: z.tuple([
    caseIdSchema,
    z.strictObject({
      sha256Hex: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .transform((text) => text as Sha256Hex),
      reader: readerSchema,
    }),
  ]),
  discardSecondLookFilm: z.tuple([caseIdSchema]),
  checkSecondLookReport: z.tuple([caseIdSchema, z.string().max(50_000)]),
  /** Consent to one sending of a report that was checked. */
  sendSecondLookReport: z.tuple([
    caseIdSchema,
    z.strictObject({
      text: z.string().max(50_000),
      accepted: z.array(z.string().max(50_100)).max(10_000),
      reader: readerSchema,
    }),
  ]),
  /** The whole of an answer that was no reading for lack of findings. */
  readSecondLookAnswer: z.tuple([caseIdSchema]),
  cancelSecondLook: z.tuple([caseIdSchema]),
  dismissSecondLook: z.tuple([caseIdSchema]),
  forgetSecondLook: z.tuple([caseIdSchema, lookIdSchema]),
  /** As text that says where it comes from. */
  copySecondLook: z.tuple([caseIdSchema, lookIdSchema]),
  getPublicArchive: z.tuple([]),
  usePublicArchive: z.tuple([z.enum(archiveServers)]),
  /** Forgets what the archive answered before. */
  refreshPublicArchive: z.tuple([]),
  /** The first argument names the question, so that it can be cancelled. */
  askPublicArchive: z.tuple([z.uuid(), archiveQuestionSchema]),
  cancelPublicArchiveQuestion: z.tuple([z.uuid()]),
  addToPublicArchiveCart: z.tuple([seriesUIDsSchema]),
  removeFromPublicArchiveCart: z.tuple([seriesUIDsSchema]),
  /** Asks for a manifest or a table; its series go into the cart. */
  openPublicArchiveList: z.tuple([]),
  /** The same for a dropped file; the preload turns it into a path. */
  openDroppedPublicArchiveList: z.tuple([z.string().min(1).max(32_768)]),
  /** Series of the cart as a manifest, or as a table with their licences. */
  savePublicArchiveCart: z.tuple([z.enum(["manifest", "table"])]),
  acceptPublicArchivePolicy: z.tuple([]),
  fetchFromPublicArchive: z.tuple([seriesUIDsSchema, licenceDecisionSchema]),
  pausePublicArchiveDownload: z.tuple([seriesUIDSchema]),
  /** Also tries a failed one again. */
  resumePublicArchiveDownload: z.tuple([seriesUIDSchema]),
  /**
   * A series of the downloads for the licence gate: as the archive lists it now, or its mirror image at Imaging Data Commons,
   * whose licence may differ. What is fetched next is what was offered last.
   */
  offerPublicSeriesAgain: z.tuple([seriesUIDSchema, z.enum(["same", "idc"])]),
  removePublicArchiveDownload: z.tuple([seriesUIDSchema]),
  signInToPublicArchive: z.tuple([archiveLoginSchema]),
  signOutOfPublicArchive: z.tuple([]),
  /** Which of two contradicting licences holds; cases that have the series learn of it. */
  settlePublicSeriesLicence: z.tuple([seriesUIDSchema, licenceChoiceSchema]),
  /** What was fetched is deleted. */
  removePublicSeriesFromDisk: z.tuple([seriesUIDSchema]),
  /** Puts fetched series into a case, or a new one (null), with their credit in its discussion. */
  addPublicSeriesToCase: z.tuple([caseIdSchema.nullable(), seriesUIDsSchema]),
  /** Puts the credit back that was taken out of the texts of a case. */
  restorePublicCredit: z.tuple([caseIdSchema]),
  openPublicArchivePage: z.tuple([archivePageSchema]),
  /** The masks used last on images of each scanner. */
  forgetMasks: z.tuple([]),
  /** Which images were sent before. */
  forgetSentImages: z.tuple([]),
  /** All cases and whatever else rests on this computer but settings; sign-ins and passwords only if asked for. */
  forgetEverything: z.tuple([z.strictObject({ accounts: z.boolean() })]),
  /** Keep secrets on disk though the system has no keychain: asked for in words that say what it means. */
  setPlainTextSecrets: z.tuple([z.boolean()]),
} as const;

export type ChannelName = keyof typeof channelArguments;
export type ChannelArguments<Name extends ChannelName> = z.input<
  (typeof channelArguments)[Name]
>;
export type ParsedArguments<Name extends ChannelName> = z.output<
  (typeof channelArguments)[Name]
>;

/** Answers that carry data; every other channel answers with nothing. */
export interface ChannelAnswers {
  getAppSnapshot: AppSnapshot;
  createCase: CaseId;
  remakeCase: CaseId;
  openCase: CaseSnapshot | null;
  /** The case the files went to; null if the user closed the dialog. */
  addDroppedPaths: CaseId;
  chooseFolders: CaseId | null;
  chooseFiles: CaseId | null;
  loadSampleStudy: CaseId;
  renderImage: PreviewImage;
  listLeftOut: readonly LeftOutFile[];
  listSentCases: readonly SentCaseView[];
  listRemoteCases: readonly RemoteCaseView[];
  listKnownStudies: readonly KnownStudyView[];
  makeSecondLookFilm: MadeFilm;
  checkSecondLookReport: ReportCheck;
  /** Null if there is none. */
  readSecondLookAnswer: string | null;
  getBeforeAfter: ImageComparison;
  /** False if the user closed the dialog. */
  saveReceipt: boolean;
  /** The same. */
  saveReport: boolean;
  /** The same. */
  saveDiagnostics: boolean;
  addAuthorityFile: AuthorityAnswer;
  getPublicArchive: PublicArchiveView;
  askPublicArchive: ArchiveAnswer;
  /** Null if the user closed the dialog. */
  openPublicArchiveList: ListReading | null;
  openDroppedPublicArchiveList: ListReading;
  /** False if the user closed the dialog. */
  savePublicArchiveCart: boolean;
  fetchFromPublicArchive: FetchAnswer;
  /** Null where Imaging Data Commons does not mirror it. */
  offerPublicSeriesAgain: OfferedSeries | null;
  addPublicSeriesToCase: CaseId;
}
export type ChannelAnswer<Name extends ChannelName> =
  Name extends keyof ChannelAnswers ? ChannelAnswers[Name] : null;

/** Channels of public archives. */
export type PublicArchiveChannel = Extract<
  ChannelName,
  `${string}Public${string}`
>;
/** What a channel can fail with. */
export type ChannelFailure<Name extends ChannelName> =
  Name extends PublicArchiveChannel ? Failure | ArchiveFailure : Failure;

/** Pushed by the main process, at most ten times a second each. */
export interface PushedEvents {
  appSnapshot: AppSnapshot;
  caseSnapshot: CaseSnapshot;
  publicArchive: PublicArchiveView;
  /** A command from the native menu that the window carries out. */
  menuCommand: MenuCommand;
  /** The user asked for this case outside the window: in a notification. */
  showCase: CaseId;
}
export type PushedEventName = keyof PushedEvents;

export type MenuCommand =
  | "newCase"
  | "showPublicArchive"
  | "showImages"
  | "showDetails"
  | "showCheck"
  | "showUpload"
  | "showSettings"
  | "showShortcuts";

type Requests = {
  readonly [
    Name in Exclude<
      ChannelName,
      "addDroppedPaths" | "openDroppedPublicArchiveList"
    >
  ]: (
    ...args: ChannelArguments<Name>
  ) => Promise<Result<ChannelAnswer<Name>, ChannelFailure<Name>>>;
};

/** What the preload exposes as `window.casedrop`. */
export interface CasedropBridge extends Requests {
  /** Files of a real drop. The preload asks Electron for their paths. */
  addDroppedFiles(
    caseId: CaseId | null,
    files: readonly File[],
  ): Promise<Result<CaseId, Failure>>;
  /** A list of series that was really dropped. */
  openDroppedArchiveList(
    file: File,
  ): Promise<Result<ListReading, Failure | ArchiveFailure>>;
  /** Returns a function that stops listening. */
  onAppSnapshot(listener: (snapshot: AppSnapshot) => void): () => void;
  onCaseSnapshot(listener: (snapshot: CaseSnapshot) => void): () => void;
  onPublicArchive(listener: (view: PublicArchiveView) => void): () => void;
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  onShowCase(listener: (caseId: CaseId) => void): () => void;
}
