// Whether the failure a case stopped with is what really went wrong.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import { failureWords } from "../../shared/messages/failureWords.ts";
import type { SendPhase } from "../../shared/snapshot.ts";
import type {
  Fault,
  FaultableRoute,
  FaultScriptInput,
} from "../../sandbox/faults/faultScript.ts";
import type { Happening, Mixture } from "./scriptedMixtures.ts";

type Answered = Pick<Fault, "kind"> & { readonly status?: number | undefined };

/** What went wrong so far, and what the app was doing when it gave its explanation. */
export interface Dealt {
  /** Rules of the script that struck. */
  readonly rules: FaultScriptInput["rules"];
  readonly happened: readonly Happening[];
  /** The journal refuses some appends. */
  readonly hasFullDisk: boolean;
  /** Calls of the step that ended so. */
  readonly routes: ReadonlySet<FaultableRoute>;
}

/** Problems of what a case stopped with: it must name a cause that was really there, in words that say what to do. */
export function problemsOfStop(
  failure: Failure,
  isTrue: boolean,
): readonly string[] {
  const words = failureWords(failure);
  return [
    ...(words.why === "" || words.whatNext === ""
      ? [`a stop without words: ${failure.kind}`]
      : []),
    ...(isTrue ? [] : [`an untrue explanation: ${JSON.stringify(failure)}`]),
  ];
}

/** A token is renewed before any call. Pictures wait for the stacks before them, so that stacks are attached while images are still to be sent. */
const routesOfPhase: Readonly<Record<SendPhase, readonly FaultableRoute[]>> = {
  creatingCase: ["currentUser", "createCase", "listCases"],
  addingStudies: ["createStudy"],
  sendingImages: ["presign", "storagePut", "attachStack", "uploadImage"],
  attachingStacks: ["attachStack", "uploadImage"],
  finishing: ["markFinished"],
  processing: ["jobStatus"],
};

/** Calls that are made in a phase: an explanation there can be about nothing else. */
export function routesIn(phase: SendPhase): ReadonlySet<FaultableRoute> {
  return new Set<FaultableRoute>(["token", ...routesOfPhase[phase]]);
}

/** What was dealt by a mixture of which these rules struck, to a case in this phase. */
export function dealtBy(
  { script, diskFullAt }: Mixture,
  so: Pick<Dealt, "happened"> & {
    readonly rulesStruck: ReadonlySet<number>;
    readonly phase: SendPhase;
  },
): Dealt {
  return {
    rules: script.rules.filter((_, rule) => so.rulesStruck.has(rule)),
    happened: so.happened,
    hasFullDisk: diskFullAt.length > 0,
    routes: routesIn(so.phase),
  };
}

/** True if some rule that struck a call of this step, or something that happened besides, has this failure as its consequence. */
export function isTrueOf(failure: Failure, dealt: Dealt): boolean {
  const happens = (what: Happening) => dealt.happened.includes(what);
  const isDiskFull = dealt.hasFullDisk || happens("fullDisk");
  if (failure.kind === "diskFull") return isDiskFull;
  if (failure.kind === "decisionNotKept")
    return (
      isDiskFull && happens(failure.decision === "paused" ? "pause" : "cancel")
    );
  if (failure.kind === "spoolDamaged") return happens("sourceVanished");
  // The answer that held the new pair of tokens was cut off: the old pair is spent.
  const isPairLost =
    failure.kind === "signInNeeded" &&
    (happens("offline") || happens("captivePortal"));
  return isPairLost || isOfScript(failure, dealt);
}

function isOfScript(failure: Failure, { rules, routes }: Dealt): boolean {
  const meant = [...routes].filter((route) => isAbout(failure, route));
  return rules.some(({ fault, route }) => {
    const answered: Answered = fault;
    return (
      ((route === "*" || meant.includes(route)) &&
        consequences(answered).includes(failure.kind)) ||
      (failure.kind === "signInNeeded" && endsSignIn(answered, route)) ||
      (failure.kind === "accountUntold" && hidesAccount(answered, route))
    );
  });
}

/** Some explanations name their call, or can be of some calls only. */
function isAbout(failure: Failure, route: FaultableRoute): boolean {
  if (failure.kind === "unexpectedAnswer") return failure.call === route;
  if (failure.kind === "studyGone")
    return route === "attachStack" || route === "uploadImage";
  if (failure.kind === "presignedUrlRefused") return route === "storagePut";
  if (failure.kind === "presignedUrlExpired")
    return route === "presign" || route === "storagePut";
  return true;
}

function consequences({ kind, status }: Answered): readonly Failure["kind"][] {
  switch (kind) {
    case "delay":
    case "slowWork":
      return ["stalled"];
    case "cut":
    case "lostAnswer":
      return ["connectionLost", "unreachable"];
    case "stall":
      return ["stalled", "connectionLost", "unreachable"];
    case "status":
      return status === 429
        ? ["rateLimited"]
        : status === 408 || (status ?? 0) >= 500
          ? ["serverError"]
          : status === 403
            ? ["refused", "presignedUrlRefused"]
            : status === 401
              ? ["refused", "signInNeeded"]
              : status === 404 || status === 410
                ? ["refused", "studyGone"]
                : ["refused"];
    case "expiredUrl":
      return ["presignedUrlExpired"];
    case "silentJobFailure":
      return ["processingFailed"];
    case "clockSkew":
      return ["clockSkew"];
    case "replaced":
      return ["strangerAnswered", "unexpectedAnswer"];
    case "wrongJson":
      return ["unexpectedAnswer", "strangerAnswered"];
    default:
      return assertNever(kind, "fault");
  }
}

/** Whose account it is, the service tells in one answer, to who has a token: a refused or garbled one leaves it open. */
function hidesAccount(answered: Answered, route: string): boolean {
  const kinds = consequences(answered);
  return (
    ["currentUser", "token", "*"].includes(route) &&
    (kinds.includes("refused") || kinds.includes("unexpectedAnswer"))
  );
}

/** A pair of tokens whose answer was lost is spent: the service gave the new one to nobody. */
function endsSignIn({ kind, status }: Answered, route: string): boolean {
  const isToken = route === "token" || route === "*";
  return (
    isToken && (kind !== "delay" || (status !== undefined && status >= 400))
  );
}
