// Accounts a case may go to, as the window knows them.
import type { AccountRef } from "../../../shared/destination.ts";
import type { AppSnapshot } from "../../../shared/snapshot.ts";

/** Tells accounts apart in a list. */
export function accountKey({ service, login }: AccountRef): string {
  return `${service} ${login}`;
}

/** Everybody who is signed in at the service in use, and the one that was chosen, signed in or not. */
export function accountsToChoose(
  app: Pick<AppSnapshot, "signIns" | "service">,
  chosen: AccountRef | null,
): readonly AccountRef[] {
  const signedIn = app.signIns.flatMap(({ service, state }): AccountRef[] =>
    service === app.service.kind &&
    state.kind === "signedIn" &&
    state.login !== ""
      ? [{ service, login: state.login }]
      : [],
  );
  const all = chosen === null ? signedIn : [...signedIn, chosen];
  return [...new Map(all.map((each) => [accountKey(each), each])).values()];
}

/** The account drafts are listed of: the chosen one, or the one in use. */
export function accountForDrafts(
  app: Pick<AppSnapshot, "signIns">,
  chosen: AccountRef | null,
): AccountRef | null {
  if (chosen !== null) return chosen;
  const inUse = app.signIns.find((signIn) => signIn.isInUse);
  return inUse?.state.kind === "signedIn" && inUse.state.login !== ""
    ? { service: inUse.service, login: inUse.state.login }
    : null;
}
