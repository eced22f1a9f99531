// Commands of the archive window: each sends one request and shows its failure as a notice.
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";
import type { Failure } from "../../../shared/failure.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { CasedropBridge } from "../../../shared/ipc.ts";
import {
  listReadingSentence,
  notMirroredWords,
  publicArchiveFailureWords,
} from "../../../shared/messages/publicArchiveWords.ts";
import type {
  ArchiveAnswers,
  ArchivePage,
  ArchiveQuestion,
  ArchiveServer,
  ListReading,
} from "../../../shared/publicArchive.ts";
import { success, type Result } from "../../../shared/result.ts";
import { openCase } from "../../bridge/commands.ts";
import { connection } from "../../bridge/connection.ts";
import { noticeDone, noticeWords } from "../../bridge/notices.ts";
import { showPage, showPart } from "../../view/viewState.ts";
import { askAllAgain, openGate, resetPlace, showTab } from "./archiveState.ts";
import { asksForLicence } from "./downloadRemedies.ts";

type Answer<T> = Promise<Result<T, Failure | ArchiveFailure>>;

/** Asks the archive; aborting the signal cancels the question in the main process too. */
export async function askArchive<Kind extends ArchiveQuestion["kind"]>(
  question: ArchiveQuestion & { readonly kind: Kind },
  signal: AbortSignal,
): Answer<ArchiveAnswers[Kind]> {
  const askId = crypto.randomUUID();
  const cancel = () => {
    void connection().cancelPublicArchiveQuestion(askId);
  };
  signal.addEventListener("abort", cancel);
  try {
    const answer = await connection().askPublicArchive(askId, question);
    if (!answer.ok) return answer;
    // The answer has the kind of its question (src/core/archive/askArchive.ts), which the channel cannot say.
    return success(answer.value.value as ArchiveAnswers[Kind]);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Sends a command; null after a failure, which becomes a notice. */
export async function act<T>(
  request: (bridge: CasedropBridge) => Answer<T>,
): Promise<{ readonly value: T } | null> {
  const answer = await request(connection());
  if (answer.ok) return { value: answer.value };
  if (answer.failure.kind !== "cancelled")
    noticeWords(publicArchiveFailureWords(answer.failure));
  return null;
}

export async function addToCart(
  seriesInstanceUIDs: readonly string[],
): Promise<void> {
  await act((bridge) => bridge.addToPublicArchiveCart([...seriesInstanceUIDs]));
}

export async function removeFromCart(
  seriesInstanceUIDs: readonly string[],
): Promise<void> {
  await act((bridge) =>
    bridge.removeFromPublicArchiveCart([...seriesInstanceUIDs]),
  );
}

/** Asks for a list of series and puts them into the cart. */
export async function openList(): Promise<void> {
  tellReading(await act((bridge) => bridge.openPublicArchiveList()));
}

/** Takes a dropped list of series. */
export async function openDroppedList(file: File): Promise<void> {
  showPage("archive");
  tellReading(await act((bridge) => bridge.openDroppedArchiveList(file)));
}

function tellReading(
  read: { readonly value: ListReading | null } | null,
): void {
  if (read === null || read.value === null) return;
  showTab("cart");
  noticeDone(listReadingSentence(read.value));
}

export async function saveCart(form: "manifest" | "table"): Promise<void> {
  const saved = await act((bridge) => bridge.savePublicArchiveCart(form));
  if (saved?.value === true) noticeDone("List saved");
}

export async function chooseServer(server: ArchiveServer): Promise<void> {
  resetPlace();
  await act((bridge) => bridge.usePublicArchive(server));
}

/** What is on show comes from the archive itself now, not from what it said before. */
export async function refreshAnswers(): Promise<void> {
  const forgotten = await act((bridge) => bridge.refreshPublicArchive());
  if (forgotten !== null) askAllAgain();
}

export function openPage(page: ArchivePage): void {
  void act((bridge) => bridge.openPublicArchivePage(page));
}

/** Tries a failed download again; where its licence has to be judged anew, the gate is asked first. */
export async function tryAgain(
  { seriesInstanceUID }: ArchiveSeries,
  failure: ArchiveFailure,
): Promise<void> {
  if (!asksForLicence(failure)) {
    await act((bridge) =>
      bridge.resumePublicArchiveDownload(seriesInstanceUID),
    );
    return;
  }
  const offer = await act((bridge) =>
    bridge.offerPublicSeriesAgain(seriesInstanceUID, "same"),
  );
  if (offer !== null && offer.value !== null) openGate([offer.value]);
}

/** Asks Imaging Data Commons for the same series; its licence there is judged before anything is fetched. */
export async function lookAtMirror({
  seriesInstanceUID,
}: ArchiveSeries): Promise<void> {
  const offer = await act((bridge) =>
    bridge.offerPublicSeriesAgain(seriesInstanceUID, "idc"),
  );
  if (offer === null) return;
  if (offer.value === null) noticeWords(notMirroredWords);
  else openGate([offer.value]);
}

/** Puts fetched series into a case (null: a new one) and shows it. */
export async function addToCase(
  caseId: CaseId | null,
  seriesInstanceUIDs: readonly string[],
): Promise<void> {
  const made = await act((bridge) =>
    bridge.addPublicSeriesToCase(caseId, [...seriesInstanceUIDs]),
  );
  if (made === null) return;
  await openCase(made.value);
  showPart("images");
}
