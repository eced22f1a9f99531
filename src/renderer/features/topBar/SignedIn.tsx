// Who is signed in, and how many drafts there is room for.
import { Popover } from "@base-ui/react/popover";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { AccountState } from "../../../shared/accountState.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout, WordsCallout } from "../../controls/Callout.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { openDialog } from "../../view/viewState.ts";
import { isQuotaFull, quotaWords } from "./quotaWords.ts";
import styles from "./TopBar.module.css";

/** The panel of a signed-in account. */
export function SignedIn({
  account,
  service,
}: {
  readonly account: AccountState & { readonly kind: "signedIn" };
  readonly service: string;
}): ReactNode {
  const { quota } = account;
  return (
    <>
      <div>
        <Popover.Title className={styles.panelTitle}>
          {account.login}
        </Popover.Title>
        <p className={styles.quiet}>Signed in to {service}</p>
      </div>
      {quota !== null && (
        <div className={styles.quota}>
          <p>{quotaWords(quota)}</p>
          {quota.allowed !== null && quota.allowed > 0 && (
            <ProgressBar
              name="Drafts used"
              fraction={Math.min(1, quota.used / quota.allowed)}
              tone={isQuotaFull(quota) ? "warn" : "accent"}
              size="thin"
            />
          )}
        </div>
      )}
      {isQuotaFull(quota) && <QuotaFull />}
      {account.failure !== null && (
        <WordsCallout tone="warn" words={failureWords(account.failure)} />
      )}
      <div className={styles.row}>
        <Button
          icon={RefreshCw}
          onClick={() => void send((bridge) => bridge.refreshAccount())}
        >
          Refresh
        </Button>
        <Popover.Close
          render={
            <Button
              look="quiet"
              onClick={() => {
                openDialog({ kind: "signOut" });
              }}
            >
              Sign out…
            </Button>
          }
        />
      </div>
    </>
  );
}

/** Said before any work is spent on a case that cannot be sent yet. */
export function QuotaFull(): ReactNode {
  return (
    <Callout
      tone="warn"
      title="No room for another draft"
      actions={
        <>
          <Button
            size="small"
            onClick={() =>
              void send((bridge) => bridge.openSitePage("ownDrafts"))
            }
          >
            Show my drafts
          </Button>
          <Button
            size="small"
            look="quiet"
            onClick={() =>
              void send((bridge) => bridge.openSitePage("supporters"))
            }
          >
            About supporters
          </Button>
        </>
      }
    >
      <p>
        Images can still be added to one of your drafts. A new case has to wait
        until you publish or delete a draft on the site, or become a supporter.
      </p>
    </Callout>
  );
}
