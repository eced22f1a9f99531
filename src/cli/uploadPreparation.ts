// From paths to a frozen plan: scan, take what is selected by default, de-identify, and refuse to send anything short.
import { allChosenStacks } from "../core/casefile/caseImages.ts";
import type { GroupedImages, StackImage } from "../core/model/stack.ts";
import type { UploadPlan } from "../core/model/uploadPlan.ts";
import { offerPictures } from "../core/pictures/offerPictures.ts";
import { WordsBesideCredit } from "../core/workspace/publicCredit.ts";
import { leavingImages } from "../core/workspace/sentBefore.ts";
import { animatedGifWords } from "../shared/messages/animatedGifWords.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { caseFileWords } from "./caseFileWords.ts";
import type { CliEnvironment } from "./environment.ts";
import { facesThatLeave } from "./facesThatRemain.ts";
import { withPreparer } from "./imagePreparation.ts";
import { draftOf } from "./uploadDraft.ts";
import { withPublicCredit, type CreditedDraft } from "./publicData.ts";
import { withMasks } from "./uploadMasks.ts";
import { scanPaths, type ScannedPaths } from "./scanPaths.ts";
import type { UploadFolder } from "./uploadFolder.ts";
import type { PreparationRequest } from "./preparationRequest.ts";
import { type UploadRefusal, refusal } from "./uploadRefusal.ts";
import { freezeSearched } from "./uploadFreezing.ts";

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
  for (const line of facesThatLeave(chosen))
    environment.stderr.write(`${line}\n`);
  if (
    chosen.some(
      ({ isSelected, stack }) => isSelected && stack.picture === "gif",
    )
  )
    environment.stderr.write(`${animatedGifWords}\n`);
  const images = leavingImages(chosen);
  const sentBefore = await request.refuseSentBefore(images);
  if (sentBefore.length > 0)
    return failed(refusal([...sentBefore, "Nothing was sent."]));
  const frozen = await withPreparer(environment, (preparer) =>
    freezeSearched(
      {
        request,
        patientWords: outcome.patientWords,
        typedWords,
        grouped,
        draft,
        chosen,
      },
      { folder, preparer },
      environment,
    ),
  );
  return frozen.ok ? success({ plan: frozen.value, images }) : frozen;
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
