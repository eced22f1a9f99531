// Sign-ins: any number for each service, each with tokens of its own.
import { z } from "zod";
import type { AccountRef } from "./destination.ts";
import type { AccountState } from "./accountState.ts";

/** `sandbox` and `radiopaedia` are the first ones; others have a number behind. */
export const signInIdSchema = z
  .string()
  .regex(/^(sandbox|radiopaedia)(-\d{1,4})?$/);

/** One sign-in as the window sees it. */
export interface SignInView {
  readonly signInId: string;
  readonly service: AccountRef["service"];
  readonly state: AccountState;
  /** The one cases go to that were given no other. */
  readonly isInUse: boolean;
}

/** The login that more than one sign-in of a service is signed in with, which is one account all the same; null if there is none. */
export function loginSignedInTwice(
  signIns: readonly SignInView[],
  service: SignInView["service"],
): string | null {
  const seen = new Set<string>();
  for (const signIn of signIns) {
    if (signIn.service !== service || signIn.state.kind !== "signedIn")
      continue;
    const { login } = signIn.state;
    if (login !== "" && seen.has(login)) return login;
    seen.add(login);
  }
  return null;
}
