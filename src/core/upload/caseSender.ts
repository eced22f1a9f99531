// The CaseSender port: the upload engine bound to journals, spools and services, and the cases of this computer to one another.
import type { ExistingStudy } from "../../shared/destination.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import type {
  CaseSender,
  SendDestination,
  SendingCase,
} from "../ports/caseSender.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { CaseSpool } from "../ports/spool.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import type { RadiopaediaClient } from "../radiopaedia/client.ts";
import type { EngineSettings } from "./engineSettings.ts";
import type { Journal, JournalStore } from "./journal.ts";
import { receiptOf, type ReceiptIssuer } from "./receipt.ts";
import { sentStudiesOf } from "./sentStudies.ts";
import { createServiceLines, type TransferPolicy } from "./serviceLine.ts";
import type { OtherCases } from "./stepContext.ts";
import { replay } from "./transition.ts";
import { UploadCase } from "./uploadCase.ts";
import { initialState, type UploadState } from "./uploadState.ts";

/** What a plan is bound to. */
export type BoundTo = Pick<UploadPlan, "serviceOrigin" | "login">;

export interface CaseSenderDeps {
  readonly journals: JournalStore;
  readonly spoolOf: (caseId: CaseId) => CaseSpool;
  /**
   * The client for the service and login of a plan, as it is now; asked for at every call. One that is not signed in answers
   * `signInNeeded` to every call, one of another login `otherAccount`.
   */
  readonly clientFor: (plan: BoundTo) => RadiopaediaClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly engine: EngineSettings;
  readonly transfers: TransferPolicy;
  /** The way to the service of this name. */
  readonly connectivityFor: (serviceOrigin: string) => Connectivity;
  readonly issuer: ReceiptIssuer;
  /** Cases that go to this service and are not open here, as they are now; by default none. A failure to read them is told by `hasUnread`. */
  readonly casesElsewhere?: (serviceOrigin: string) => Promise<OtherCases>;
}

/** Makes the sender. It remembers every case it opened, so that none adopts another's draft. */
export function createCaseSender(deps: CaseSenderDeps): CaseSender {
  const open = new Map<CaseId, UploadCase>();
  /** Cases whose journals cannot be read, with the drafts that these still tell of. */
  const unread = new Map<CaseId, number | null>();
  const lineTo = createServiceLines(deps);

  const start = (
    state: UploadState,
    journal: Journal,
    onChange: () => void,
  ): SendingCase => {
    const { caseId, serviceOrigin } = state.plan;
    const upload: UploadCase = new UploadCase(
      { state, journal },
      {
        // Not the plan as it was: it may have been bound to an account since.
        client: () => deps.clientFor(upload.state.plan),
        spool: deps.spoolOf(caseId),
        clock: deps.clock,
        random: deps.random,
        log: deps.log,
        engine: deps.engine,
        line: lineTo(serviceOrigin),
        otherCases: async () => {
          const elsewhere = await deps.casesElsewhere?.(serviceOrigin);
          const others = [...open.values()].filter((other) => other !== upload);
          return otherCases(others, serviceOrigin, [
            elsewhere ?? noCases,
            unreadCases([...unread.values()]),
          ]);
        },
      },
      onChange,
    );
    open.set(caseId, upload);
    unread.delete(caseId);
    return sendingCase(upload, deps.issuer);
  };

  return {
    async begin(plan, onChange) {
      const created = await deps.journals.create(plan.caseId);
      if (!created.ok) return created;
      const journal = created.value;
      const atMs = deps.clock.nowMs();
      const written = await journal.append({
        kind: "planFrozen",
        version: 1,
        atMs,
        plan,
      });
      if (!written.ok) {
        await journal.close();
        return written;
      }
      return success(start(initialState(plan, atMs), journal, onChange));
    },
    async reopen(caseId, onChange) {
      const opened = await deps.journals.open(caseId);
      if (!opened.ok) {
        unread.set(caseId, draftStillTold(opened.failure));
        return opened;
      }
      if (opened.value === null)
        return failed({ kind: "notFound", what: "case" });
      const { journal, entries } = opened.value;
      // A crash came before the plan was on the disk: nothing was promised, nothing begun.
      if (entries.length === 0) {
        await journal.close();
        return failed({ kind: "notFound", what: "case" });
      }
      const state = replay(entries);
      if (!state.ok || state.value.plan.caseId !== caseId) {
        await journal.close();
        unread.set(caseId, null);
        return failed({ kind: "recordDamaged", record: "journal" });
      }
      return success(start(state.value, journal, onChange));
    },
  };
}

/** Of a journal that cannot be opened; null: it may have made one all the same. */
function draftStillTold(failure: DiskFailure): number | null {
  return failure.kind === "journalLocked" ? failure.remoteCaseId : null;
}

const noCases: OtherCases = {
  remoteCaseIds: new Set(),
  titlesInDoubt: new Set(),
};

function unreadCases(drafts: readonly (number | null)[]): OtherCases {
  return {
    ...noCases,
    remoteCaseIds: new Set(drafts.filter((id) => id !== null)),
    hasUnread: drafts.includes(null),
  };
}

function otherCases(
  open: readonly UploadCase[],
  serviceOrigin: string,
  closed: readonly OtherCases[],
): OtherCases {
  const states = open
    .map((other) => other.state)
    .filter((state) => state.plan.serviceOrigin === serviceOrigin);
  return {
    remoteCaseIds: new Set([
      ...closed.flatMap(({ remoteCaseIds }) => [...remoteCaseIds]),
      ...states.flatMap(({ remoteCase }) =>
        remoteCase.kind === "created" ? [remoteCase.remoteCaseId] : [],
      ),
    ]),
    titlesInDoubt: new Set([
      ...closed.flatMap(({ titlesInDoubt }) => [...titlesInDoubt]),
      ...states.flatMap(({ remoteCase, plan }) =>
        remoteCase.kind === "intended" && plan.target.kind === "newCase"
          ? [plan.target.payload.title.trim()]
          : [],
      ),
    ]),
    hasUnread: closed.some(({ hasUnread }) => hasUnread === true),
  };
}

function destinationOf({ plan }: UploadState): SendDestination {
  const { serviceOrigin, login = null, target, studies } = plan;
  if (target.kind === "newCase") return { serviceOrigin, login, draft: null };
  const { remoteCaseId, title = "" } = target;
  const existing = studies.flatMap((study): [string, ExistingStudy][] =>
    study.existing === undefined ? [] : [[study.studyKey, study.existing]],
  );
  return {
    serviceOrigin,
    login,
    draft: {
      remoteCaseId,
      title,
      ...(existing.length > 0 && { studies: Object.fromEntries(existing) }),
    },
  };
}

function sendingCase(upload: UploadCase, issuer: ReceiptIssuer): SendingCase {
  return {
    get destination() {
      return destinationOf(upload.state);
    },
    view: () => upload.view(),
    run: () => {
      upload.run();
    },
    pause: () => {
      upload.pause();
    },
    resume: () => {
      upload.resume();
    },
    get isHeld() {
      return upload.isHeld;
    },
    cancel: () => {
      upload.cancel();
    },
    answerDoubt: (answer) => {
      upload.answerDoubt(answer);
    },
    retryStack: (stackId) => {
      upload.retryStack(stackId);
    },
    omitSopInstanceUID: () => {
      upload.omitSopInstanceUID();
    },
    leaveOutRefusedImages: () => {
      upload.leaveOutRefusedImages();
    },
    giveUpDraft: () => {
      upload.giveUpDraft();
    },
    giveUpStudy: () => {
      upload.giveUpStudy();
    },
    sentStudies: () => sentStudiesOf(upload.state),
    checkProcessing: () => {
      upload.checkProcessing();
    },
    report: () => upload.state.plan.report ?? null,
    receipt: () => {
      const receipt = receiptOf(upload.state, issuer, (id) =>
        upload.caseUrl(id),
      );
      return receipt === null ? null : `${JSON.stringify(receipt, null, 2)}\n`;
    },
    get needsCopies() {
      return upload.needsCopies;
    },
    close: () => upload.close(),
  };
}
