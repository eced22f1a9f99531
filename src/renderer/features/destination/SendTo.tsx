// Where a case goes: with which account, and as a new case or into a draft that is on the site already.
import { FilePlus2, FolderInput } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { AccountRef } from "../../../shared/destination.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice } from "../../controls/Choice.tsx";
import { edit } from "../images/stackEdits.ts";
import { isQuotaFull } from "../topBar/quotaWords.ts";
import { accountKey, accountsToChoose } from "./accounts.ts";
import { DraftPicker } from "./DraftPicker.tsx";
import styles from "./SendTo.module.css";

/** The first section of the details. */
export function SendTo({
  app,
  snapshot,
  hasKnownStudies,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
  /** Whether studies of the chosen draft can take stacks. */
  readonly hasKnownStudies: boolean;
}): ReactNode {
  const { account, draft } = snapshot.destination;
  const [isPicking, setIsPicking] = useState(false);
  const accounts = accountsToChoose(app, account);
  const inUse = app.account;
  const isFull =
    inUse.kind === "signedIn" && account === null && isQuotaFull(inUse.quota);
  return (
    <section className={styles.sendTo} aria-labelledby="send-to">
      <h3 id="send-to" className={styles.heading}>
        Send to
      </h3>
      <div className={styles.row}>
        <div className={styles.target}>
          {draft === null ? (
            <FilePlus2 aria-hidden />
          ) : (
            <FolderInput aria-hidden />
          )}
          <div className={styles.words}>
            <p className={styles.title}>
              {draft === null ? "A new case" : draft.title || "Untitled draft"}
            </p>
            <p className={styles.detail}>
              {draft === null
                ? "A draft is made on the site; only you can see it until you publish it."
                : `Draft ${draft.remoteCaseId} on the site. Your studies are added behind what is there${hasKnownStudies ? ", or to studies that were sent from here, as you choose below" : ""}; its title and text stay as they are.`}
            </p>
          </div>
        </div>
        {!snapshot.isFrozen && (
          <div className={styles.buttons}>
            <Button
              size="small"
              onClick={() => {
                setIsPicking(true);
              }}
            >
              {draft === null ? "Add to a draft instead…" : "Another draft…"}
            </Button>
            {draft !== null && (
              <Button
                size="small"
                look="quiet"
                onClick={() => {
                  edit(snapshot.caseId, {
                    kind: "setDestination",
                    destination: { account, draft: null },
                  });
                }}
              >
                A new case
              </Button>
            )}
          </div>
        )}
      </div>
      {isFull && draft === null && (
        <p className={styles.full}>
          There is no room for another draft on the site. Adding to a draft that
          is there needs none.
        </p>
      )}
      {accounts.length > 1 && (
        <AccountChoice snapshot={snapshot} accounts={accounts} />
      )}
      <DraftPicker
        app={app}
        snapshot={snapshot}
        isOpen={isPicking}
        onClose={() => {
          setIsPicking(false);
        }}
      />
    </section>
  );
}

function AccountChoice({
  snapshot,
  accounts,
}: {
  readonly snapshot: CaseSnapshot;
  readonly accounts: readonly AccountRef[];
}): ReactNode {
  const { account, draft } = snapshot.destination;
  return (
    <div className={styles.account}>
      <Choice
        label="Account"
        isSmall
        value={account === null ? "" : accountKey(account)}
        isDisabled={snapshot.isFrozen}
        placeholder="The account in use when I press Send"
        items={[
          ...(draft === null
            ? [{ value: "", label: "The account in use when I press Send" }]
            : []),
          ...accounts.map((each) => ({
            value: accountKey(each),
            label: `${each.login} (${each.service === "sandbox" ? "sandbox" : "Radiopaedia"})`,
          })),
        ]}
        onChange={(key) => {
          const chosen =
            accounts.find((each) => accountKey(each) === key) ?? null;
          edit(snapshot.caseId, {
            kind: "setDestination",
            // A draft is its author's alone.
            destination: { account: chosen, draft: null },
          });
        }}
      />
      {draft !== null && (
        <p className={styles.detail}>
          Choosing another account makes it a new case there.
        </p>
      )}
    </div>
  );
}
