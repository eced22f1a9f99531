// How the code of a sign-in comes back from the browser.
import type { AccountRef } from "./destination.ts";

/** `loopback`: by itself, to a port of this computer (RFC 8252 7.3). `outOfBand`: the page shows it, and the user pastes it. */
export type SignInMethod = "loopback" | "outOfBand";

/** What is offered first. Radiopaedia registers no loopback address and suggests the out-of-band URN (contract section 2). */
export const usualSignIn: Readonly<
  Record<AccountRef["service"], SignInMethod>
> = { sandbox: "loopback", radiopaedia: "outOfBand" };
