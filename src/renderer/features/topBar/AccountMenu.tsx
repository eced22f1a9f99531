// The account: a button that says who is signed in, and a panel to sign in, out and see the quota.
import { Popover } from "@base-ui/react/popover";
import { CircleUser, LogIn } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { AccountState } from "../../../shared/accountState.ts";
import type { AccountRef } from "../../../shared/destination.ts";
import { usualSignIn } from "../../../shared/signInMethod.ts";
import type { AppSnapshot, SecretStorage } from "../../../shared/snapshot.ts";
import { signInFromPanel } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout, WordsCallout } from "../../controls/Callout.tsx";
import { join } from "../../controls/classNames.ts";
import {
  openDialog,
  setAccountShown,
  useViewState,
} from "../../view/viewState.ts";
import { SignInList } from "./SignInList.tsx";
import { SigningIn } from "./SigningIn.tsx";
import { SignedIn } from "./SignedIn.tsx";
import { isQuotaFull } from "./quotaWords.ts";
import styles from "./TopBar.module.css";

/** Button and panel of the account. */
export function AccountMenu({ app }: { readonly app: AppSnapshot }): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  const { account } = app;
  const needsAttention =
    account.kind === "signInAgain" ||
    account.kind === "signInFailed" ||
    (account.kind === "signedIn" && isQuotaFull(account.quota));
  const isShown = useViewState((state) => state.isAccountShown);
  return (
    <Popover.Root open={isShown} onOpenChange={setAccountShown}>
      <Popover.Trigger
        render={
          <Button
            look="quiet"
            icon={account.kind === "signedIn" ? CircleUser : LogIn}
            className={join(styles.account, needsAttention && styles.attention)}
            aria-label={`Account: ${accountName(account)}`}
          />
        }
      >
        <span className={styles.accountName}>{accountName(account)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner
          className={styles.positioner}
          sideOffset={6}
          align="end"
          collisionPadding={8}
        >
          <Popover.Popup
            ref={panel}
            // Not the link or field inside, which may change while it is open.
            initialFocus={panel}
            className={styles.panel}
          >
            <AccountPanel app={app} />
            <SignInList app={app} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function accountName(account: AccountState): string {
  switch (account.kind) {
    case "noClient":
      return "Connect Radiopaedia";
    case "signedOut":
      return "Sign in";
    case "signingIn":
      return "Signing in…";
    case "signedIn":
      return account.login;
    case "signInAgain":
      return "Sign in again";
    case "signInFailed":
      return "Sign-in failed";
    default:
      return assertNever(account, "account");
  }
}

function AccountPanel({ app }: { readonly app: AppSnapshot }): ReactNode {
  const { account } = app;
  const service =
    app.service.kind === "sandbox" ? "the sandbox" : "Radiopaedia";
  switch (account.kind) {
    case "noClient":
      return (
        <>
          <Popover.Title className={styles.panelTitle}>
            Connect Radiopaedia
          </Popover.Title>
          <p>
            The site knows apps by an application id, which you register once.
            Settings explain how.
          </p>
          <div className={styles.row}>
            <Popover.Close
              render={
                <Button
                  look="primary"
                  onClick={() => {
                    openDialog({ kind: "settings" });
                  }}
                >
                  Open settings
                </Button>
              }
            />
          </div>
        </>
      );
    case "signedOut":
      return (
        <>
          <Popover.Title className={styles.panelTitle}>
            Sign in to {service}
          </Popover.Title>
          <p>
            Your browser opens the sign-in page.{" "}
            {usualSignIn[app.service.kind] === "outOfBand" &&
              "It shows a code to paste here. "}
            The password never passes through this app.
          </p>
          <SignInButtons service={app.service.kind} />
          <StorageNotice storage={app.secretStorage} />
        </>
      );
    case "signingIn":
      return <SigningIn account={account} service={service} />;
    case "signedIn":
      return (
        <>
          <SignedIn account={account} service={service} />
          <StorageNotice storage={app.secretStorage} />
        </>
      );
    case "signInAgain":
      return (
        <>
          <Popover.Title className={styles.panelTitle}>
            Sign in again
          </Popover.Title>
          <p>
            {service === "the sandbox" ? "The sandbox" : service} no longer
            accepts the sign-in of <strong>{account.login}</strong>. Cases and
            uploads are kept and go on afterwards.
          </p>
          <SignInButtons service={app.service.kind} />
        </>
      );
    case "signInFailed":
      return (
        <>
          <Popover.Title className={styles.panelTitle}>
            Sign in to {service}
          </Popover.Title>
          <WordsCallout words={failureWords(account.failure)} live="alert" />
          <SignInButtons service={app.service.kind} />
        </>
      );
    default:
      return assertNever(account, "account");
  }
}

function SignInButtons({
  service,
}: {
  readonly service: AccountRef["service"];
}): ReactNode {
  const method = usualSignIn[service];
  return (
    <div className={styles.row}>
      <Button look="primary" onClick={() => void signInFromPanel(method)}>
        Sign in in the browser
      </Button>
      {method === "loopback" && (
        <Button onClick={() => void signInFromPanel("outOfBand")}>
          Paste a code instead
        </Button>
      )}
    </div>
  );
}

function StorageNotice({
  storage,
}: {
  readonly storage: SecretStorage;
}): ReactNode {
  switch (storage) {
    case "keychain":
      return null;
    case "memoryOnly":
      return (
        <Callout tone="info" title="You stay signed in until the app closes">
          <p>
            This computer offers no keychain, so the sign-in is kept in memory
            only. Settings can change that.
          </p>
        </Callout>
      );
    case "plainTextByChoice":
      return (
        <Callout tone="warn" title="The sign-in is stored unencrypted">
          <p>
            You chose this in Settings. Whoever can read your files can use your
            account.
          </p>
        </Callout>
      );
    default:
      return assertNever(storage, "secret storage");
  }
}
