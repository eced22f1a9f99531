// The other sign-ins at the service in use: to change to, to add, to sign out of one alone.
import { Popover } from "@base-ui/react/popover";
import { CircleUser, LogOut, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import type { AppSnapshot } from "../../../shared/snapshot.ts";
import {
  loginSignedInTwice,
  type SignInView,
} from "../../../shared/signIns.ts";
import { send } from "../../bridge/commands.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import styles from "./TopBar.module.css";

/** Below the account in use. */
export function SignInList({ app }: { readonly app: AppSnapshot }): ReactNode {
  const others = app.signIns.filter(
    ({ service, isInUse }) => service === app.service.kind && !isInUse,
  );
  const twice = loginSignedInTwice(app.signIns, app.service.kind);
  const canAdd = app.account.kind === "signedIn";
  if (others.length === 0 && !canAdd) return null;
  return (
    <div className={styles.signIns}>
      {others.length > 0 && (
        <>
          <p className={styles.quiet}>Other accounts</p>
          <ul className={styles.signInList}>
            {others.map((signIn) => (
              <OtherSignIn key={signIn.signInId} signIn={signIn} />
            ))}
          </ul>
        </>
      )}
      {twice !== null && (
        <p className={styles.quiet} role="note">
          {twice} is signed in twice. For another account, first sign out of the
          site in your browser, then add the account here.
        </p>
      )}
      {canAdd && (
        <div>
          <Button
            size="small"
            look="quiet"
            icon={UserPlus}
            onClick={() => void send((bridge) => bridge.addSignIn())}
          >
            Add another account
          </Button>
        </div>
      )}
    </div>
  );
}

function OtherSignIn({ signIn }: { readonly signIn: SignInView }): ReactNode {
  const { signInId, service, state } = signIn;
  const name =
    state.kind === "signedIn" || state.kind === "signInAgain"
      ? state.login || "Unknown login"
      : "Not signed in";
  const isFirst = signInId === service;
  return (
    <li className={styles.signIn}>
      <Popover.Close
        render={
          <Button
            look="quiet"
            icon={CircleUser}
            className={styles.signInName}
            onClick={() => void send((bridge) => bridge.useSignIn(signInId))}
          >
            <span className={styles.accountName}>
              {name}
              {state.kind === "signInAgain" && ", sign in again"}
            </span>
          </Button>
        }
      />
      {(!isFirst || state.kind === "signedIn") && (
        <IconButton
          icon={LogOut}
          size="small"
          name={
            state.kind === "signedIn" ? `Sign out ${name}` : `Remove ${name}`
          }
          onClick={() => void send((bridge) => bridge.removeSignIn(signInId))}
        />
      )}
    </li>
  );
}
