// The only door between the window and the main process: one typed function per channel, nothing generic.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { eventChannel, requestChannel } from "../shared/channelNames.ts";
import type {
  CasedropBridge,
  ChannelAnswer,
  ChannelArguments,
  ChannelFailure,
  ChannelName,
  PushedEventName,
  PushedEvents,
} from "../shared/ipc.ts";
import type { Result } from "../shared/result.ts";

type Answer<Name extends ChannelName> = Promise<
  Result<ChannelAnswer<Name>, ChannelFailure<Name>>
>;

/**
 * Makes the function of one channel. `arity` is pinned so that a stray argument (a DOM event from a handler, say) is never
 * serialised; the main process checks the arguments again.
 */
function request<Name extends ChannelName>(
  name: Name,
  arity: ChannelArguments<Name>["length"],
): (...args: ChannelArguments<Name>) => Answer<Name> {
  return (...args) =>
    // The main process answers each channel with its own type (src/main/ipc/requestHandlers.ts), which invoke cannot know.
    ipcRenderer.invoke(
      requestChannel(name),
      ...args.slice(0, arity),
    ) as Answer<Name>;
}

/** Makes the subscription of one pushed event. */
function subscription<Name extends PushedEventName>(
  name: Name,
): (listener: (payload: PushedEvents[Name]) => void) => () => void {
  return (listener) => {
    // Electron's event object stays here: it would give the page a sender.
    const forward = (_event: unknown, payload: PushedEvents[Name]) => {
      listener(payload);
    };
    ipcRenderer.on(eventChannel(name), forward);
    return () => {
      ipcRenderer.removeListener(eventChannel(name), forward);
    };
  };
}

const addDroppedPaths = request("addDroppedPaths", 2);
const openDroppedList = request("openDroppedPublicArchiveList", 1);

const bridge: CasedropBridge = {
  getAppSnapshot: request("getAppSnapshot", 0),
  createCase: request("createCase", 0),
  openCase: request("openCase", 1),
  forgetCase: request("forgetCase", 1),
  chooseFolders: request("chooseFolders", 1),
  chooseFiles: request("chooseFiles", 1),
  loadSampleStudy: request("loadSampleStudy", 0),
  cancelScan: request("cancelScan", 1),
  giveArchivePassword: request("giveArchivePassword", 3),
  splitCaseByPatient: request("splitCaseByPatient", 1),
  remakeCase: request("remakeCase", 1),
  editCase: request("editCase", 2),
  undo: request("undo", 1),
  redo: request("redo", 1),
  renderImage: request("renderImage", 4),
  listLeftOut: request("listLeftOut", 1),
  copyLeftOut: request("copyLeftOut", 1),
  getBeforeAfter: request("getBeforeAfter", 3),
  prepareCase: request("prepareCase", 1),
  cancelPreparation: request("cancelPreparation", 1),
  searchTextAgain: request("searchTextAgain", 1),
  accept: request("accept", 3),
  startUpload: request("startUpload", 1),
  pauseUpload: request("pauseUpload", 1),
  resumeUpload: request("resumeUpload", 1),
  cancelUpload: request("cancelUpload", 1),
  moveInQueue: request("moveInQueue", 2),
  listSentCases: request("listSentCases", 0),
  listRemoteCases: request("listRemoteCases", 1),
  listKnownStudies: request("listKnownStudies", 2),
  addSignIn: request("addSignIn", 0),
  useSignIn: request("useSignIn", 1),
  removeSignIn: request("removeSignIn", 1),
  setBackground: request("setBackground", 1),
  setContract: request("setContract", 1),
  setSiteOrigin: request("setSiteOrigin", 1),
  answerDoubt: request("answerDoubt", 2),
  retryStack: request("retryStack", 2),
  omitSopInstanceUID: request("omitSopInstanceUID", 1),
  leaveOutRefusedImages: request("leaveOutRefusedImages", 1),
  giveUpDraft: request("giveUpDraft", 1),
  giveUpStudy: request("giveUpStudy", 1),
  pauseAllUploads: request("pauseAllUploads", 0),
  resumeAllUploads: request("resumeAllUploads", 0),
  cancelAllUploads: request("cancelAllUploads", 0),
  checkProcessing: request("checkProcessing", 1),
  saveReceipt: request("saveReceipt", 1),
  saveReport: request("saveReport", 1),
  openCaseInBrowser: request("openCaseInBrowser", 1),
  copyCaseLink: request("copyCaseLink", 1),
  openSandboxPage: request("openSandboxPage", 0),
  openSitePage: request("openSitePage", 1),
  signIn: request("signIn", 1),
  signInForCase: request("signInForCase", 1),
  submitSignInCode: request("submitSignInCode", 1),
  cancelSignIn: request("cancelSignIn", 0),
  copySignInLink: request("copySignInLink", 0),
  signOut: request("signOut", 0),
  setRadiopaediaClient: request("setRadiopaediaClient", 1),
  useSandbox: request("useSandbox", 0),
  useRadiopaedia: request("useRadiopaedia", 0),
  refreshAccount: request("refreshAccount", 0),
  setTransfers: request("setTransfers", 1),
  setAppearance: request("setAppearance", 1),
  setContactAddress: request("setContactAddress", 1),
  setPlainTextSecrets: request("setPlainTextSecrets", 1),
  forgetMasks: request("forgetMasks", 0),
  forgetSentImages: request("forgetSentImages", 0),
  forgetEverything: request("forgetEverything", 1),
  setProxy: request("setProxy", 1),
  addAuthorityFile: request("addAuthorityFile", 0),
  removeAuthorities: request("removeAuthorities", 0),
  answerProxySignIn: request("answerProxySignIn", 1),
  forgetProxyPasswords: request("forgetProxyPasswords", 0),
  runDiagnostics: request("runDiagnostics", 0),
  cancelDiagnostics: request("cancelDiagnostics", 0),
  saveDiagnostics: request("saveDiagnostics", 0),
  setSecondLookUse: request("setSecondLookUse", 1),
  setSecondLookKey: request("setSecondLookKey", 1),
  makeSecondLookFilm: request("makeSecondLookFilm", 3),
  sendSecondLookFilm: request("sendSecondLookFilm", 2),
  discardSecondLookFilm: request("discardSecondLookFilm", 1),
  checkSecondLookReport: request("checkSecondLookReport", 2),
  sendSecondLookReport: request("sendSecondLookReport", 2),
  readSecondLookAnswer: request("readSecondLookAnswer", 1),
  cancelSecondLook: request("cancelSecondLook", 1),
  dismissSecondLook: request("dismissSecondLook", 1),
  forgetSecondLook: request("forgetSecondLook", 2),
  copySecondLook: request("copySecondLook", 2),
  getPublicArchive: request("getPublicArchive", 0),
  usePublicArchive: request("usePublicArchive", 1),
  removePublicSeriesFromDisk: request("removePublicSeriesFromDisk", 1),
  refreshPublicArchive: request("refreshPublicArchive", 0),
  askPublicArchive: request("askPublicArchive", 2),
  cancelPublicArchiveQuestion: request("cancelPublicArchiveQuestion", 1),
  addToPublicArchiveCart: request("addToPublicArchiveCart", 1),
  removeFromPublicArchiveCart: request("removeFromPublicArchiveCart", 1),
  openPublicArchiveList: request("openPublicArchiveList", 0),
  savePublicArchiveCart: request("savePublicArchiveCart", 1),
  acceptPublicArchivePolicy: request("acceptPublicArchivePolicy", 0),
  fetchFromPublicArchive: request("fetchFromPublicArchive", 2),
  pausePublicArchiveDownload: request("pausePublicArchiveDownload", 1),
  resumePublicArchiveDownload: request("resumePublicArchiveDownload", 1),
  offerPublicSeriesAgain: request("offerPublicSeriesAgain", 2),
  removePublicArchiveDownload: request("removePublicArchiveDownload", 1),
  signInToPublicArchive: request("signInToPublicArchive", 1),
  signOutOfPublicArchive: request("signOutOfPublicArchive", 0),
  settlePublicSeriesLicence: request("settlePublicSeriesLicence", 2),
  addPublicSeriesToCase: request("addPublicSeriesToCase", 2),
  restorePublicCredit: request("restorePublicCredit", 1),
  openPublicArchivePage: request("openPublicArchivePage", 1),
  openDroppedArchiveList: (file) =>
    openDroppedList(webUtils.getPathForFile(file)),
  addDroppedFiles: (caseId, files) =>
    // Files without a path (dragged from a web page) give an empty string; the main process says what is wrong with it.
    addDroppedPaths(
      caseId,
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  onAppSnapshot: subscription("appSnapshot"),
  onCaseSnapshot: subscription("caseSnapshot"),
  onPublicArchive: subscription("publicArchive"),
  onMenuCommand: subscription("menuCommand"),
  onShowCase: subscription("showCase"),
};

contextBridge.exposeInMainWorld("casedrop", bridge);
