// Channels of the accounts: signing in and out, several at once, and the cases an account has on the site.
import { listAllCases } from "../../core/radiopaedia/allCases.ts";
import type { BoundTo } from "../../core/upload/caseSender.ts";
import type { AccountRef } from "../../shared/destination.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { ParsedArguments } from "../../shared/ipc.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { usualSignIn } from "../../shared/signInMethod.ts";
import type { Service } from "../services/service.ts";
import type { Services } from "../services/services.ts";
import type { RequestHandlers } from "./ipcServer.ts";

/** What the handlers act on. */
export interface AccountHandlerDeps {
  readonly services: Services;
  /** What a case that is being sent is bound to; null where it is not there or not sent. */
  readonly boundTo: (caseId: CaseId) => BoundTo | null;
  readonly copyText: (text: string) => void;
}

const done = success(null);

type AccountChannel =
  | "signIn"
  | "signInForCase"
  | "submitSignInCode"
  | "cancelSignIn"
  | "copySignInLink"
  | "signOut"
  | "refreshAccount"
  | "setRadiopaediaClient"
  | "addSignIn"
  | "useSignIn"
  | "removeSignIn"
  | "setSiteOrigin"
  | "listRemoteCases";

/** Makes them. */
export function accountHandlers({
  services,
  boundTo,
  copyText,
}: AccountHandlerDeps): Pick<RequestHandlers, AccountChannel> {
  const account = () => services.inUse().account;
  return {
    signIn: (method) => account().signIn(method),
    // With the account that the case waits for: another one that is signed in stays so.
    signInForCase: async (caseId) => {
      const bound = boundTo(caseId);
      if (bound === null) return failed({ kind: "notFound", what: "case" });
      const found = await services.signInOf(bound);
      if (!found.ok) return found;
      const { signInId, kind, account: its } = found.value;
      const begun = await its.signIn(usualSignIn[kind]);
      // Only then: one that cannot begin changes nothing.
      return begun.ok ? services.useSignIn(signInId) : begun;
    },
    submitSignInCode: (text) => account().submitCode(text),
    cancelSignIn: async () => {
      await account().cancelSignIn();
      return done;
    },
    copySignInLink: () => {
      const state = account().state();
      if (state.kind !== "signingIn")
        return failed({
          kind: "invalidInput",
          field: "signIn",
          problem: "no sign-in is under way",
        });
      copyText(state.authorizeUrl);
      return done;
    },
    signOut: () => account().signOut(),
    refreshAccount: async () => {
      await account().readUser();
      return done;
    },
    setRadiopaediaClient: (
      client: ParsedArguments<"setRadiopaediaClient">[0],
    ) => {
      const used = services.use("radiopaedia");
      return used.ok ? account().setClient(client) : used;
    },
    addSignIn: () => services.addSignIn(),
    useSignIn: (signInId) => services.useSignIn(signInId),
    removeSignIn: (signInId) => services.removeSignIn(signInId),
    setSiteOrigin: (origin) => services.useSite(origin),
    listRemoteCases: (account) => listRemoteCases(services, account),
  };
}

async function listRemoteCases(services: Services, account: AccountRef | null) {
  const service = signedInService(services, account);
  if (!service.ok) return service;
  const { signal } = new AbortController();
  const client = service.value.client(account?.login);
  return client === null
    ? failed({ kind: "unreachable", code: "NOT_RUNNING" } as const)
    : listAllCases((cursor) => client.listCases(cursor, signal));
}

/** The sign-in of an account, or what to do to get it. */
function signedInService(
  services: Services,
  account: AccountRef | null,
): Result<Service, Failure> {
  const service = services.serviceFor(account);
  const state = service?.account.state();
  if (service !== null && state?.kind === "signedIn") return success(service);
  return failed(
    account === null
      ? {
          kind: "signInNeeded",
          reason: state?.kind === "signInAgain" ? "revoked" : "neverSignedIn",
        }
      : { kind: "otherAccount", login: account.login },
  );
}
