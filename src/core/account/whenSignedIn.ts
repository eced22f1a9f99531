// Tells of the moment in which an account becomes signed in.
import type { Account } from "./account.ts";

/**
 * Calls back each time the account becomes signed in. Not when one that is hears news of its user: whoever then tries again
 * what was refused although the sign-in holds would do so for ever.
 */
export function whenSignedIn(
  account: Pick<Account, "state" | "onChange">,
  listener: () => void,
): void {
  const isSignedIn = () => account.state().kind === "signedIn";
  let wasSignedIn = isSignedIn();
  account.onChange(() => {
    const becameSignedIn = isSignedIn() && !wasSignedIn;
    wasSignedIn = isSignedIn();
    if (becameSignedIn) listener();
  });
}
