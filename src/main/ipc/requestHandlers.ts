// What each channel does: hands the parsed call to the workspace, an account or the system, and answers a Result.
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { SettingsStore } from "../../core/account/settings.ts";
import type { SecretStore } from "../../core/account/secretStore.ts";
import { leftOutList } from "../../core/casefile/leftOutList.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { PublicArchiveChannel } from "../../shared/ipc.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { AppSnapshot } from "../../shared/snapshot.ts";
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
import { uploadHandlers } from "./uploadHandlers.ts";
import { withCase } from "./withCase.ts";

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
      boundTo: (caseId) => {
        const session = deps.workspace.find(caseId);
        const sending = session.ok ? session.value.sending : null;
        if (sending === null) return null;
        const { serviceOrigin, login } = sending.destination;
        return login === null ? { serviceOrigin } : { serviceOrigin, login };
      },
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
  | "remakeCase"
  | "editCase"
  | "undo"
  | "redo"
  | "accept"
  | "renderImage"
  | "listLeftOut"
  | "copyLeftOut"
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
    remakeCase: (caseId) => workspace.remakeCase(caseId),
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
    copyLeftOut: (caseId) =>
      withCase(deps, caseId, (session) => {
        system.copyText(leftOutList(session.snapshot(), session.leftOut()));
        return done;
      }),
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

type SettingsChannel =
  | "useSandbox"
  | "useRadiopaedia"
  | "openSandboxPage"
  | "openSitePage"
  | "setTransfers"
  | "setBackground"
  | "setContract"
  | "setAppearance"
  | "setContactAddress"
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
    setTransfers: ({ mostAtOnce, limit, ...chosen }) => {
      const updated = settings.update((before) => ({
        ...before,
        uploadConcurrency: mostAtOnce,
        bandwidthLimit: limit,
        ...chosen,
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
    setContactAddress: (contactAddress) => {
      const updated = settings.update((before) => ({
        ...before,
        contactAddress,
      }));
      deps.changed();
      return updated.ok ? done : updated;
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
