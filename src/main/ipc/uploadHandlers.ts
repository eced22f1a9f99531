// Channels of sending: starting, steering and mending uploads, their receipts and links, and what was sent before.
import { deidReportHtml } from "../../core/casefile/deidReportHtml.ts";
import { caseUrlOf } from "../../core/workspace/sendingLife.ts";
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SystemActions } from "../app/systemActions.ts";
import type { Services } from "../services/services.ts";
import type { RequestHandlers } from "./ipcServer.ts";
import { withCase } from "./withCase.ts";

/** What the handlers act on. */
interface UploadHandlerDeps {
  readonly workspace: Workspace;
  readonly services: Services;
  readonly system: SystemActions;
}

const done = success(null);
const notOpened: Result<never, Failure> = failed({
  kind: "unreachable",
  code: "NO_BROWSER",
});

type UploadChannel =
  | "moveInQueue"
  | "listSentCases"
  | "startUpload"
  | "pauseUpload"
  | "resumeUpload"
  | "cancelUpload"
  | "answerDoubt"
  | "retryStack"
  | "omitSopInstanceUID"
  | "leaveOutRefusedImages"
  | "giveUpDraft"
  | "giveUpStudy"
  | "listKnownStudies"
  | "pauseAllUploads"
  | "resumeAllUploads"
  | "cancelAllUploads"
  | "checkProcessing"
  | "saveReceipt"
  | "saveReport"
  | "openCaseInBrowser"
  | "copyCaseLink";

/** Makes them. */
export function uploadHandlers(
  deps: UploadHandlerDeps,
): Pick<RequestHandlers, UploadChannel> {
  const { workspace, system } = deps;
  const { uploads } = workspace;
  const caseLink = (caseId: CaseId) =>
    withCase(deps, caseId, (session): Result<string, Failure> => {
      const view = session.sending?.view();
      const url = view === undefined ? null : caseUrlOf(view);
      return url === null
        ? failed({ kind: "notFound", what: "case" })
        : success(url);
    });
  return {
    moveInQueue: (caseId, toIndex) => uploads.moveInQueue(caseId, toIndex),
    listSentCases: () => success(workspace.sentCases()),
    startUpload: (caseId) => startUpload(deps, caseId),
    pauseUpload: (caseId) => uploads.pause(caseId),
    resumeUpload: (caseId) => uploads.resume(caseId),
    cancelUpload: (caseId) => uploads.cancel(caseId),
    answerDoubt: (caseId, answer) => uploads.answerDoubt(caseId, answer),
    retryStack: (caseId, stackId) => uploads.retryStack(caseId, stackId),
    omitSopInstanceUID: (caseId) => uploads.omitSopInstanceUID(caseId),
    leaveOutRefusedImages: (caseId) => uploads.leaveOutRefusedImages(caseId),
    giveUpDraft: (caseId) => uploads.giveUpDraft(caseId),
    giveUpStudy: (caseId) => uploads.giveUpStudy(caseId),
    listKnownStudies: (account, remoteCaseId) =>
      success(workspace.knownStudies(account, remoteCaseId)),
    pauseAllUploads: () => uploads.pauseAll(),
    resumeAllUploads: () => uploads.resumeAll(),
    cancelAllUploads: () => uploads.cancelAll(),
    checkProcessing: (caseId) =>
      withCase(deps, caseId, (session) => {
        session.sending?.checkProcessing();
        return done;
      }),
    saveReceipt: (caseId) =>
      withCase(deps, caseId, async (session) => {
        const receipt = session.sending?.receipt() ?? null;
        return receipt === null
          ? failed({ kind: "notFound", what: "case" })
          : system.saveText("casedrop-receipt.json", receipt);
      }),
    saveReport: (caseId) =>
      withCase(deps, caseId, async (session) => {
        const report = session.report();
        return report === null
          ? failed({ kind: "notFound", what: "case" })
          : system.saveEither("casedrop-report", {
              html: () => deidReportHtml(report),
              json: () => `${JSON.stringify(report, null, 2)}\n`,
            });
      }),
    openCaseInBrowser: async (caseId) => {
      const url = await caseLink(caseId);
      if (!url.ok) return url;
      return (await system.openInBrowser(url.value)) ? done : notOpened;
    },
    copyCaseLink: async (caseId) => {
      const url = await caseLink(caseId);
      if (!url.ok) return url;
      system.copyText(url.value);
      return done;
    },
  };
}

/**
 * Starts sending, after a look at the account: a full quota is said before anything is done, where the case needs a draft of its
 * own (contract section 3). Where nobody is signed in the case is frozen all the same, and goes on after signing in.
 */
async function startUpload(
  deps: UploadHandlerDeps,
  caseId: CaseId,
): Promise<Result<null, Failure>> {
  const session = deps.workspace.find(caseId);
  if (!session.ok) return session;
  const { account: chosen, draft } = session.value.destination;
  const before = deps.services.serviceFor(chosen);
  await before?.account.readUser();
  // It must go where the user was looking when Send was pressed, or nowhere.
  if (deps.services.serviceFor(chosen) !== before)
    return failed({ kind: "cancelled" });
  const state = before?.account.state();
  const quota = state?.kind === "signedIn" ? state.quota : null;
  const { used = 0, allowed = null } = quota ?? {};
  if (draft === null && allowed !== null && used >= allowed)
    return failed({ kind: "quotaFull", used, allowed });
  return deps.workspace.startUpload(caseId);
}
