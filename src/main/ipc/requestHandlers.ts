// What each channel does: hands the parsed call to the workspace, an account or the system, and answers a Result.
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { SettingsStore } from "../../core/account/settings.ts";
import type { SecretStore } from "../../core/account/secretStore.ts";
import { deidReportHtml } from "../../core/casefile/deidReportHtml.ts";
import type { CaseSession } from "../../core/workspace/caseSession.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { PublicArchiveChannel } from "../../shared/ipc.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { AppSnapshot, UploadView } from "../../shared/snapshot.ts";
import {
  networkHandlers,
  type NetworkHandlerDeps,
} from "../network/networkHandlers.ts";
import type { PrivacyChannel } from "../privacy/privacyHandlers.ts";
import type { SystemActions } from "../app/systemActions.ts";
import type { SecondLookChannel } from "../secondLook/secondLookHandlers.ts";
import type { Services } from "../services/services.ts";
import { accountHandlers } from "./accountHandlers.ts";
import type { RequestHandlers } from "./ipcServer.ts";

/** What the handlers act on. */
export interface HandlerDeps {
  readonly workspace: Workspace;
  readonly services: Services;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly system: SystemActions;
  readonly network: Omit<NetworkHandlerDeps, "settings" | "saveText">;
  readonly appSnapshot: () => AppSnapshot;
  /** Folder with the synthetic sample study, written anew if need be. */
  readonly sampleStudyFolder: () => Promise<Result<string, Failure>>;
  readonly changed: () => void;
}

const done = success(null);
const notOpened: Result<never, Failure> = failed({
  kind: "unreachable",
  code: "NO_BROWSER",
});

/** The link to the draft, once the site has one. */
function caseUrlOf(view: UploadView | undefined): string | null {
  if (view === undefined || !("progress" in view)) return null;
  return view.progress.caseUrl;
}

/** Makes the handlers of all channels but those of the second look, of public archives and of forgetting. */
export function createRequestHandlers(
  deps: HandlerDeps,
): Omit<
  RequestHandlers,
  SecondLookChannel | PrivacyChannel | PublicArchiveChannel
> {
  return {
    getAppSnapshot: () => success(deps.appSnapshot()),
    ...caseHandlers(deps),
    ...uploadHandlers(deps),
    ...accountHandlers({
      services: deps.services,
      copyText: (text) => {
        deps.system.copyText(text);
      },
    }),
    ...settingsHandlers(deps),
    ...networkHandlers({
      ...deps.network,
      settings: deps.settings,
      saveText: (name, text) => deps.system.saveText(name, text),
    }),
  };
}

/** Runs an action on a case, if it is there. */
async function withCase<T>(
  deps: HandlerDeps,
  caseId: CaseId,
  act: (
    session: CaseSession,
  ) => Result<T, Failure> | Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const session = deps.workspace.find(caseId);
  return session.ok ? act(session.value) : session;
}

type CaseChannel =
  | "createCase"
  | "openCase"
  | "forgetCase"
  | "addDroppedPaths"
  | "chooseFolders"
  | "chooseFiles"
  | "loadSampleStudy"
  | "cancelScan"
  | "giveArchivePassword"
  | "splitCaseByPatient"
  | "editCase"
  | "undo"
  | "redo"
  | "accept"
  | "renderImage"
  | "listLeftOut"
  | "getBeforeAfter"
  | "prepareCase"
  | "cancelPreparation"
  | "searchTextAgain";

function caseHandlers(deps: HandlerDeps): Pick<RequestHandlers, CaseChannel> {
  const { workspace, system } = deps;
  const addChosen = (caseId: CaseId | null, paths: readonly string[]) =>
    paths.length === 0 ? success(null) : workspace.addRoots(caseId, paths);
  return {
    createCase: () => success(workspace.createCase()),
    openCase: (caseId) => workspace.openCase(caseId),
    forgetCase: (caseId) => workspace.forgetCase(caseId),
    addDroppedPaths: (caseId, paths) => workspace.addRoots(caseId, paths),
    chooseFolders: async (caseId) =>
      addChosen(caseId, await system.chooseFolders()),
    chooseFiles: async (caseId) =>
      addChosen(caseId, await system.chooseFiles()),
    loadSampleStudy: async () => {
      const folder = await deps.sampleStudyFolder();
      return folder.ok ? workspace.addRoots(null, [folder.value]) : folder;
    },
    giveArchivePassword: (caseId, name, password) =>
      withCase(deps, caseId, (session) =>
        session.intake.unlock(name, password),
      ),
    cancelScan: (caseId) =>
      withCase(deps, caseId, (session) => {
        session.intake.cancel();
        return done;
      }),
    splitCaseByPatient: (caseId) => workspace.splitCaseByPatient(caseId),
    editCase: (caseId, edit) =>
      withCase(deps, caseId, (session) => session.edit(edit)),
    undo: (caseId) =>
      withCase(deps, caseId, (session) => {
        session.undo();
        return done;
      }),
    redo: (caseId) =>
      withCase(deps, caseId, (session) => {
        session.redo();
        return done;
      }),
    accept: (caseId, which, isAccepted) =>
      withCase(deps, caseId, (session) => session.accept(which, isAccepted)),
    renderImage: (caseId, stackId, index, options) =>
      withCase(deps, caseId, (session) =>
        session.images.render(
          stackId,
          index,
          options,
          new AbortController().signal,
        ),
      ),
    listLeftOut: (caseId) =>
      withCase(deps, caseId, (session) => success(session.leftOut())),
    getBeforeAfter: (caseId, stackId, index) =>
      withCase(deps, caseId, (session) =>
        session.images.beforeAfter(stackId, index),
      ),
    prepareCase: (caseId) =>
      withCase(deps, caseId, (session) => session.prepare()),
    cancelPreparation: (caseId) =>
      withCase(deps, caseId, (session) => {
        session.cancelPreparation();
        return done;
      }),
    searchTextAgain: (caseId) =>
      withCase(deps, caseId, (session) => {
        session.checks.searchTextAgain();
        return done;
      }),
  };
}

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
  | "pauseAllUploads"
  | "resumeAllUploads"
  | "cancelAllUploads"
  | "checkProcessing"
  | "saveReceipt"
  | "saveReport"
  | "openCaseInBrowser"
  | "copyCaseLink";

function uploadHandlers(
  deps: HandlerDeps,
): Pick<RequestHandlers, UploadChannel> {
  const { workspace, system } = deps;
  const { uploads } = workspace;
  const caseLink = (caseId: CaseId) =>
    withCase(deps, caseId, (session): Result<string, Failure> => {
      const url = caseUrlOf(session.sending?.view());
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
  deps: HandlerDeps,
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

type SettingsChannel =
  | "useSandbox"
  | "useRadiopaedia"
  | "openSandboxPage"
  | "openSitePage"
  | "setTransfers"
  | "setBackground"
  | "setContract"
  | "setAppearance"
  | "setPlainTextSecrets";

function settingsHandlers(
  deps: HandlerDeps,
): Pick<RequestHandlers, SettingsChannel> {
  const { settings, system } = deps;
  const open = async (url: string | null) =>
    url !== null && (await system.openInBrowser(url)) ? done : notOpened;
  return {
    useSandbox: () => deps.services.use("sandbox"),
    useRadiopaedia: () => deps.services.use("radiopaedia"),
    openSandboxPage: () => {
      const service = deps.services.inUse();
      return open(service.kind === "sandbox" ? service.origin() : null);
    },
    openSitePage: (page) => open(system.sitePageUrl(page)),
    setTransfers: ({ mostAtOnce, limit, asksWhenMetered }) => {
      const updated = settings.update((before) => ({
        ...before,
        uploadConcurrency: mostAtOnce,
        bandwidthLimit: limit,
        asksWhenMetered,
      }));
      deps.changed();
      return updated.ok ? done : updated;
    },
    setBackground: (background) => {
      const updated = settings.update((before) => ({ ...before, background }));
      if (!updated.ok) return updated;
      system.applyBackground();
      deps.changed();
      return done;
    },
    setContract: (contract) => {
      const updated = settings.update((before) => ({ ...before, contract }));
      deps.changed();
      return updated.ok ? done : updated;
    },
    setAppearance: (appearance) => {
      const updated = settings.update((before) => ({ ...before, appearance }));
      if (!updated.ok) return updated;
      system.applyAppearance();
      deps.changed();
      return done;
    },
    setPlainTextSecrets: async (isAllowed) => {
      const moved = await deps.secrets.allowPlainText(isAllowed);
      if (!moved.ok) return moved;
      const updated = settings.update((before) => ({
        ...before,
        isPlainTextSecretsAllowed: isAllowed,
      }));
      deps.changed();
      return updated.ok ? done : updated;
    },
  };
}
