// Opens the case of `casedrop upload`: that of an earlier run, or a new one, under one login and never two.
import { isSameLogin } from "../core/account/boundTokens.ts";
import type { SendingCase } from "../core/ports/caseSender.ts";
import type { StackImage } from "../core/model/stack.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { sentSopInstanceUID } from "../shared/contractSettings.ts";
import type { Destination } from "../shared/destination.ts";
import { countOf } from "../shared/messages/quantities.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { UploadView } from "../shared/snapshot.ts";
import type { CaseFile } from "./caseFile.ts";
import type { ContractFile } from "./contractFile.ts";
import { noAcceptedText, type AcceptedText } from "./acceptedText.ts";
import type { CliEnvironment } from "./environment.ts";
import type { MaskEntry } from "./maskFile.ts";
import { findOwnDraft, type NamedDraft } from "./ownDraft.ts";
import { noteSent, sentByOthers, sentRecordName } from "./sentByCommand.ts";
import type { UploadFolder } from "./uploadFolder.ts";
import { prepareUpload } from "./uploadPreparation.ts";
import {
  failureRefusal,
  refusal,
  type UploadRefusal,
} from "./uploadRefusal.ts";
import type { UploadService } from "./uploadService.ts";

/** What shows how a case stands; the engine calls it after every change. */
export class Watcher {
  #look: () => void = () => undefined;

  readonly onChange = (): void => {
    this.#look();
  };

  /** Resolves with the first view for which `isAtRest` holds. */
  until(
    sending: SendingCase,
    isAtRest: (view: UploadView) => boolean,
    onView: (view: UploadView) => void,
  ): Promise<UploadView> {
    return new Promise((resolve) => {
      this.#look = () => {
        const view = sending.view();
        onView(view);
        if (isAtRest(view)) resolve(view);
      };
      this.#look();
    });
  }
}

/** A case that can be run. */
export interface OpenedCase {
  readonly sending: SendingCase;
  readonly watcher: Watcher;
}

/** Options that say which case it is, and what it may hold. */
export interface CaseArguments {
  readonly origin: string;
  readonly state: string;
  readonly account?: string;
  readonly append?: NamedDraft;
  readonly study?: number;
  readonly sendAgain: boolean;
  readonly acceptRefused: boolean;
  readonly acceptSeveralPatients: boolean;
  readonly pictures: boolean;
  readonly publicData: boolean;
  readonly acceptWords?: string;
  readonly acceptText?: AcceptedText;
}

/** What the case is made of, if there is none yet. */
export interface OpeningRequest {
  readonly paths: readonly string[];
  readonly given: CaseArguments;
  readonly caseFile: CaseFile;
  readonly contract: ContractFile;
  readonly masks: readonly MaskEntry[];
  readonly folder: UploadFolder;
}

/** The case of an earlier run, or a new one frozen now. */
export async function openCase(
  request: OpeningRequest,
  service: UploadService,
  environment: CliEnvironment,
): Promise<Result<OpenedCase, UploadRefusal>> {
  const { folder, given } = request;
  const watcher = new Watcher();
  const reopened = await service.sender.reopen(folder.caseId, watcher.onChange);
  if (reopened.ok) {
    const sending = reopened.value;
    const problem = await otherLogin(sending, given.account, service);
    if (problem !== null) {
      await sending.close();
      return failed({ lines: [problem], isWrongUse: true });
    }
    environment.stderr.write("Going on with the case of an earlier run.\n");
    return success({ sending, watcher });
  }
  if (reopened.failure.kind !== "notFound")
    return failed(failureRefusal(reopened.failure));
  const sending = await beginCase(request, watcher, service, environment);
  return sending.ok ? success({ sending: sending.value, watcher }) : sending;
}

/**
 * Why a case of an earlier run does not go on with these credentials; null if it does. Where the site cannot be asked now the
 * case waits for it, and no call goes out under another login than its own.
 */
async function otherLogin(
  sending: SendingCase,
  account: string | undefined,
  service: UploadService,
): Promise<string | null> {
  const { login: own } = sending.destination;
  if (account !== undefined && own !== null && !isSameLogin(account, own))
    return `This job was begun as ${own}, and --account says ${account}. Run it as ${own}; to send the images as ${account}, use another --state folder.`;
  if (["done", "cancelled"].includes(sending.view().kind)) return null;
  const expected = own ?? account;
  const login = expected === undefined ? null : await service.login();
  if (expected === undefined || login === null || !login.ok) return null;
  return isSameLogin(login.value, expected)
    ? null
    : `This job was begun as ${expected}, and the credentials are those of ${login.value}. A job never goes on under another login: use the credentials of ${expected}, or another --state folder to begin anew.`;
}

async function beginCase(
  request: OpeningRequest,
  watcher: Watcher,
  service: UploadService,
  environment: CliEnvironment,
): Promise<Result<SendingCase, UploadRefusal>> {
  const { given, folder, contract } = request;
  const login = await loginOf(given, service);
  if (!login.ok) return login;
  const draft = await draftFor(request, service);
  if (!draft.ok) return failed(refusal(draft.failure));
  if (draft.value !== null && Object.keys(request.caseFile.form).length > 0)
    environment.stderr.write(
      given.study === undefined
        ? "The draft keeps its own words: of the case file only the studies are sent.\n"
        : `The draft and study ${given.study} keep their own words: of the case file nothing is sent.\n`,
    );
  const prepared = await prepareUpload(
    {
      paths: request.paths,
      caseFile: request.caseFile,
      serviceOrigin: given.origin,
      login: login.value,
      draft: draft.value,
      studyId: given.study ?? null,
      sopInstanceUID: sentSopInstanceUID(contract),
      refuseSentBefore: (images) => refuseSentBefore(images, request),
      acceptances: {
        refusedImages: given.acceptRefused,
        severalPatients: given.acceptSeveralPatients,
      },
      takesPictures: given.pictures,
      confirmsPublicData: given.publicData,
      masks: request.masks,
      acceptedWordsReason: given.acceptWords ?? null,
      acceptedText: given.acceptText ?? noAcceptedText,
    },
    folder,
    environment,
  );
  if (!prepared.ok) return prepared;
  const { plan, images } = prepared.value;
  // First, so that no kill comes between sending and remembering. Only a reminder: without it the case goes all the same.
  const title = draft.value?.title ?? request.caseFile.form.title ?? "";
  await noteSent(
    folder.path,
    { caseId: folder.caseId, title, sentAtMs: systemClock.nowMs() },
    images,
  );
  const begun = await service.sender.begin(plan, watcher.onChange);
  return begun.ok ? begun : failed(failureRefusal(begun.failure));
}

/**
 * Whose credentials these are. Null where the site cannot say it now and nobody named an account or a draft: the case is
 * prepared all the same, stops with the true reason, and is bound to its login before its draft is made.
 */
async function loginOf(
  { account, append }: CaseArguments,
  service: UploadService,
): Promise<Result<string | null, UploadRefusal>> {
  const login = await service.login();
  if (!login.ok)
    return account === undefined && append === undefined
      ? success(null)
      : failed(failureRefusal(login.failure));
  return account === undefined || isSameLogin(account, login.value)
    ? login
    : failed({
        lines: [
          `The credentials are those of ${login.value}, and --account says ${account}. Nothing was sent.`,
        ],
        isWrongUse: true,
      });
}

async function draftFor(
  { given }: OpeningRequest,
  service: UploadService,
): Promise<Result<Destination["draft"], readonly string[]>> {
  return given.append === undefined
    ? success(null)
    : findOwnDraft(given.append, (cursor) => service.listCases(cursor));
}

/** Which of the images other jobs sent, and in which case; nothing to say where the user means to. */
async function refuseSentBefore(
  images: readonly StackImage[],
  { given, folder }: OpeningRequest,
): Promise<readonly string[]> {
  if (given.sendAgain) return [];
  const { matches, unreadable } = await sentByOthers(
    given.state,
    folder,
    images,
  );
  if (unreadable.length > 0)
    return [
      `What these jobs sent cannot be read, since their ${sentRecordName} is damaged or closed to you: ${unreadable.join(", ")}.`,
      "They may hold images of this case. If they do not, or it is meant, use --send-again.",
    ];
  if (matches.length === 0) return [];
  const { drafts } = await folder.otherCases([]);
  const lines = matches.map(({ caseId, title, sentAtMs, count }) => {
    const remoteCaseId = drafts.get(caseId);
    const what = `  ${countOf(count, "image")} in "${title}"`;
    if (remoteCaseId === undefined)
      return `${what}, a job that has no draft on the site yet, and would send them when it goes on`;
    const when = new Date(sentAtMs).toISOString().slice(0, 10);
    return `${what} (${given.origin}/cases/${remoteCaseId}), sent on ${when}`;
  });
  const wereSent = matches.some(({ caseId }) => drafts.has(caseId));
  return [
    wereSent
      ? "Images of this case were sent before:"
      : "Images of this case are in another job, too:",
    ...lines,
    wereSent
      ? "Leave them out, or send them once more with --send-again."
      : "To send them with this one instead, use --send-again, and let the other job be.",
  ];
}
