// From paths to a frozen plan: scan, take what is selected by default, de-identify, and refuse to send anything short.
import { systemClock } from "../adapters/systemClock.ts";
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import {
  allChosenStacks,
  type ChosenStack,
} from "../core/casefile/caseImages.ts";
import type { CaseDraft } from "../core/casefile/caseDraft.ts";
import { deidReport } from "../core/casefile/deidReport.ts";
import { freezePlan } from "../core/casefile/freezePlan.ts";
import {
  collectPrepared,
  stacksToPrepare,
  type PreparedCase,
} from "../core/casefile/preparedCase.ts";
import { typedFindings } from "../core/casefile/typedFindings.ts";
import type { GroupedImages, StackImage } from "../core/model/stack.ts";
import type { UploadPlan } from "../core/model/uploadPlan.ts";
import { offerPictures } from "../core/pictures/offerPictures.ts";
import { WordsBesideCredit } from "../core/workspace/publicCredit.ts";
import { leavingImages } from "../core/workspace/sentBefore.ts";
import { assertNever } from "../shared/assertNever.ts";
import type { Destination } from "../shared/destination.ts";
import type { Failure } from "../shared/failure.ts";
import { blockerWords } from "../shared/messages/blockerWords.ts";
import { refusalWords } from "../shared/messages/refusalWords.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { Acceptances, Blocker } from "../shared/snapshot.ts";
import { createPreparer } from "../workers/preparer.ts";
import type { TypedFieldView } from "../shared/typedWords.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher } from "../core/patientWords/wordMatcher.ts";
import { caseFileWords } from "./caseFileWords.ts";
import type { CaseFile } from "./caseFile.ts";
import type { CliEnvironment } from "./environment.ts";
import type { MaskEntry } from "./maskFile.ts";
import { printable } from "./printable.ts";
import { draftOf } from "./uploadDraft.ts";
import { withPublicCredit, type CreditedDraft } from "./publicData.ts";
import { withMasks } from "./uploadMasks.ts";
import { scanPaths, type ScannedPaths } from "./scanPaths.ts";
import { acceptedText, searchText, textLines } from "./searchText.ts";
import type { UploadFolder } from "./uploadFolder.ts";
import { failureLines } from "./uploadReport.ts";

export interface PreparationRequest {
  readonly paths: readonly string[];
  readonly caseFile: CaseFile;
  readonly serviceOrigin: string;
  /** The account that sends; no other goes on with it. Null if the site could not say it yet. */
  readonly login: string | null;
  /** The draft that the images are added to; null: a new case. */
  readonly draft: Destination["draft"];
  /** In the data set (contract section 10, point 4). */
  readonly sopInstanceUID: "hashed" | "omitted";
  /** Looks whether these images may go; else why not, in sentences. */
  readonly refuseSentBefore: (
    images: readonly StackImage[],
  ) => Promise<readonly string[]>;
  readonly acceptances: Acceptances;
  /** Pictures beside the DICOM files go too, all of them. */
  readonly takesPictures: boolean;
  /** Series of public archives go too, with their credit. */
  readonly confirmsPublicData: boolean;
  /** What is painted over. */
  readonly masks: readonly MaskEntry[];
  /** Why words of the patient in the case file may be sent; null: they may not. */
  readonly acceptedWordsReason: string | null;
  /** Why text that is found in the pixels may be sent; null: it may not. */
  readonly acceptedTextReason: string | null;
}

/** Why nothing is sent, in sentences. */
export interface UploadRefusal {
  readonly lines: readonly string[];
  /** The files that were given contradict each other; with others the same images could be sent. */
  readonly isWrongUse: boolean;
}

/** A refusal for what came of the images. */
export function refusal(lines: readonly string[]): UploadRefusal {
  return { lines, isWrongUse: false };
}

/** What is to be sent. */
export interface PreparedUpload {
  readonly plan: UploadPlan;
  /** The originals behind it. */
  readonly images: readonly StackImage[];
}

/** The plan, or why there is none. Nothing was sent. */
export async function prepareUpload(
  request: PreparationRequest,
  folder: UploadFolder,
  environment: CliEnvironment,
): Promise<Result<PreparedUpload, UploadRefusal>> {
  const scanned = await scanPaths(request.paths, environment);
  const { outcome } = scanned;
  // Without a path that was asked for the case would be sent short.
  if (outcome.missingRoots.length > 0 || outcome.wasCancelled)
    return failed(refusal(["Nothing was sent."]));
  // The credit has to name the collection that archives make pseudonyms of.
  const typedWords = new WordsBesideCredit().of(outcome.patientWords, outcome);
  const typed = caseFileWords(request.caseFile, typedWords);
  for (const line of typed.warnings) environment.stderr.write(`${line}\n`);
  if (typed.refusals.length > 0 && request.acceptedWordsReason === null)
    return failed(refusal([...typed.refusals, "Nothing was sent."]));
  const composed = draftToSend(request, scanned);
  if (!composed.ok) return composed;
  const { grouped, draft, lines } = composed.value;
  for (const line of lines) environment.stderr.write(`${line}\n`);
  const chosen = allChosenStacks(grouped, draft);
  const images = leavingImages(chosen);
  const sentBefore = await request.refuseSentBefore(images);
  if (sentBefore.length > 0)
    return failed(refusal([...sentBefore, "Nothing was sent."]));
  const patientWords = outcome.patientWords;
  const searchOf = await searchText(chosen, patientWords, environment);
  const accepted = acceptedText(chosen, searchOf, request.acceptedTextReason);
  const words = new WordMatcher(typedWords);
  const frozen = {
    ...draft,
    acceptedFindings: {
      ...accepted,
      ...acceptedWords(
        typedFindings(grouped, draft, chosen, words),
        request.acceptedWordsReason,
      ),
    },
  };
  const prepared = await deidentify(
    { chosen, patientWords, sopInstanceUID: request.sopInstanceUID },
    folder,
    environment,
  );
  if (!prepared.ok) return failed(refusal(failureLines(prepared.failure)));
  const decided = {
    groups: grouped,
    draft: frozen,
    prepared: prepared.value,
    acceptances: request.acceptances,
    searchOf,
    // What the headers suggest goes too, beside the words of the case file.
    typed: typedFindings(grouped, frozen, chosen, words),
  };
  const plan = freezePlan({
    ...decided,
    caseId: folder.caseId,
    serviceOrigin: request.serviceOrigin,
    login: request.login ?? undefined,
  });
  if (plan.ok) {
    const report = deidReport({
      ...decided,
      appVersion: environment.appVersion,
      madeAtMs: systemClock.nowMs(),
      patientWords,
    });
    return success({ plan: { ...plan.value, report }, images });
  }
  return failed(
    refusal([
      ...plan.failure.map(blockerLine),
      ...textLines(chosen, searchOf, accepted),
      ...refusedLines(chosen, prepared.value),
      "Nothing was sent.",
    ]),
  );
}

/** What is chosen by default and by the case file, with its masks and the credit of public series. */
function draftToSend(
  request: PreparationRequest,
  scanned: ScannedPaths,
): Result<CreditedDraft & { readonly grouped: GroupedImages }, UploadRefusal> {
  const grouped = request.takesPictures
    ? offerPictures(scanned.grouped)
    : scanned.grouped;
  const unmasked = draftOf(request, grouped);
  if (!unmasked.ok) return failed(refusal(unmasked.failure));
  const masked = withMasks(unmasked.value, request.masks, grouped);
  if (!masked.ok) return failed({ lines: [masked.failure], isWrongUse: true });
  const { draft, idleMasks } = masked.value;
  const stacks = allChosenStacks(grouped, draft);
  const credited = withPublicCredit(
    { record: scanned.outcome, draft, stacks },
    grouped,
    request.confirmsPublicData,
  );
  if (!credited.ok)
    return failed(refusal([...credited.failure, "Nothing was sent."]));
  const lines = [...idleMasks, ...credited.value.lines];
  return success({ grouped, draft: credited.value.draft, lines });
}

/** Words of the patient accepted for this reason; none without a reason. What only looks like somebody was warned of. */
function acceptedWords(
  typed: readonly TypedFieldView[],
  reason: string | null,
): CaseDraft["acceptedFindings"] {
  if (reason === null) return {};
  const ids = typed
    .flatMap(({ findings }) => findings)
    .filter(({ kind }) => kind === "patientWord")
    .map(({ findingId }) => findingId);
  return Object.fromEntries(ids.map((id) => [id, reason]));
}

/** What stands in the way, with the option that mends it. */
function blockerLine(blocker: Blocker): string {
  const { title, why, whatNext } = blockerWords(blocker);
  switch (blocker.kind) {
    case "imagesRefused":
      return `${title}. ${why} With --accept-refused they are left out.`;
    case "severalPatients":
      return `${title}. ${why} With --accept-several-patients the case is sent all the same.`;
    case "textNotLookedFor":
    case "imagesNotSeen":
    case "burnedInText":
      return `${title}. ${why} Mask the places with --mask, or send them all the same with --accept-text and a reason.`;
    case "patientWordsTyped":
      return `${title}. ${why} Take them out, or send them all the same with --accept-words and a reason.`;
    case "noImages":
    case "sentBefore":
    case "licenceForbids":
    case "creditMissing":
    case "nothingSelected":
    case "scanning":
    case "missingField":
    case "notPrepared":
    case "sameImageTwice":
    case "notConfirmed":
      return `${title}. ${why} ${whatNext}`;
    default:
      return assertNever(blocker, "blocker");
  }
}

/** Which images were refused, for the person whose files they are. */
function refusedLines(
  chosen: readonly ChosenStack[],
  prepared: PreparedCase,
): readonly string[] {
  const images = stacksToPrepare(chosen).flatMap((stack) => stack.images);
  return images.flatMap((image) => {
    const outcome = prepared.images.get(image)?.outcome;
    if (outcome === undefined || outcome.ok) return [];
    const frame = image.frame === null ? "" : `, frame ${image.frame}`;
    const path = printable(image.instance.source.path);
    return [`  ${path}${frame}: ${refusalWords(outcome.failure).title}`];
  });
}

async function deidentify(
  {
    chosen,
    patientWords,
    sopInstanceUID,
  }: {
    readonly chosen: readonly ChosenStack[];
    readonly patientWords: PatientWords;
    readonly sopInstanceUID: "hashed" | "omitted";
  },
  folder: UploadFolder,
  environment: CliEnvironment,
): Promise<Result<PreparedCase, Failure>> {
  const stacks = stacksToPrepare(chosen);
  if (stacks.length === 0) return success(collectPrepared([], []));
  const { stderr } = environment;
  const total = stacks.reduce((sum, stack) => sum + stack.images.length, 0);
  const preparer = createPreparer({ ...environment, probe: systemMediaProbe });
  try {
    const prepared = await preparer.prepare(
      {
        caseId: folder.caseId,
        spoolFolder: folder.spoolFolder,
        saltHex: folder.saltHex,
        sopInstanceUID,
        patientWords,
        stacks,
        onProgress: ({ preparedImages }) => {
          if (stderr.isTTY === true)
            stderr.write(
              `\r\u001b[KDe-identifying: ${preparedImages} of ${total} images`,
            );
        },
      },
      environment.signal,
    );
    return prepared.ok
      ? success(collectPrepared(stacks, prepared.value))
      : prepared;
  } finally {
    if (stderr.isTTY === true) stderr.write("\r\u001b[K");
    await preparer.close();
  }
}
