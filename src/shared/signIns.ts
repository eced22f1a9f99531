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
