// The account's cases on the site: drafts to choose from, and the others, which take no images.
import { useEffect, useState, type ReactNode } from "react";
import type {
  AccountRef,
  RemoteCaseView,
} from "../../../shared/destination.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { ask } from "../../bridge/commands.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { edit } from "../images/stackEdits.ts";
import { accountForDrafts } from "./accounts.ts";
import styles from "./SendTo.module.css";

/** The dialog. */
export function DraftPicker({
  app,
  snapshot,
  isOpen,
  onClose,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const account = accountForDrafts(app, snapshot.destination.account);
  return (
    <Modal title="Add to a draft" isOpen={isOpen} onClose={onClose} isWide>
      {account === null ? (
        <Callout tone="info" title="Sign in to see your drafts">
          <p>
            The list of your cases is on the site. Sign in at the top right.
          </p>
        </Callout>
      ) : (
        <DraftList
          account={account}
          onChoose={({ remoteCaseId, title }) => {
            edit(snapshot.caseId, {
              kind: "setDestination",
              destination: { account, draft: { remoteCaseId, title } },
            });
            onClose();
          }}
        />
      )}
    </Modal>
  );
}

function DraftList({
  account,
  onChoose,
}: {
  readonly account: AccountRef;
  readonly onChoose: (chosen: RemoteCaseView) => void;
}): ReactNode {
  const { service, login } = account;
  const [cases, setCases] = useState<readonly RemoteCaseView[] | null>(null);
  const [searched, setSearched] = useState("");
  useEffect(() => {
    let isWanted = true;
    void ask((bridge) => bridge.listRemoteCases({ service, login })).then(
      (answer) => {
        if (isWanted) setCases(answer ?? []);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [service, login]);
  if (cases === null) return <p role="status">Asking the site…</p>;
  const words = searched.trim().toLowerCase();
  const found = cases.filter(
    ({ title, remoteCaseId }) =>
      title.toLowerCase().includes(words) ||
      String(remoteCaseId).includes(words),
  );
  return (
    <div className={styles.list}>
      <input
        type="search"
        className={fieldStyles.input}
        aria-label="Search your cases"
        placeholder="Search by title or number"
        value={searched}
        onChange={(event) => {
          setSearched(event.target.value);
        }}
      />
      {found.length === 0 ? (
        <p className={styles.detail} role="status">
          {cases.length === 0
            ? `${login} has no cases on the site.`
            : "No case with these words."}
        </p>
      ) : (
        <ul className={styles.cases} aria-label={`Cases of ${login}`}>
          {found.map((item) => (
            <CaseRow key={item.remoteCaseId} item={item} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </div>
  );
}

function CaseRow({
  item,
  onChoose,
}: {
  readonly item: RemoteCaseView;
  readonly onChoose: (chosen: RemoteCaseView) => void;
}): ReactNode {
  const title = item.title === "" ? "Untitled" : item.title;
  return (
    <li className={styles.case}>
      <div className={styles.words}>
        <Truncated text={title} className={styles.title} />
        <p className={styles.detail}>
          Case {item.remoteCaseId}
          {dateWords("made", item.createdAtMs)}
          {item.updatedAtMs !== item.createdAtMs &&
            dateWords("changed", item.updatedAtMs)}
        </p>
      </div>
      {item.isDraft ? (
        <Button
          size="small"
          aria-label={`Add to this draft: ${title}`}
          onClick={() => {
            onChoose(item);
          }}
        >
          Add to this draft
        </Button>
      ) : (
        <Badge tone="quiet">No draft: takes no images</Badge>
      )}
    </li>
  );
}

function dateWords(what: string, atMs: number | null): string {
  return atMs === null
    ? ""
    : `, ${what} ${new Date(atMs).toLocaleDateString(undefined, { dateStyle: "medium" })}`;
}
