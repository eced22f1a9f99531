// The open case: its title, undo and redo, and the four parts as tabs.
import { Tabs } from "@base-ui/react/tabs";
import { Redo2, Undo2 } from "lucide-react";
import { useEffectEvent, useLayoutEffect, type ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Badge } from "../../controls/Badge.tsx";
import { IconButton } from "../../controls/Button.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import {
  caseParts,
  resetForCase,
  showPart,
  useViewState,
  type CasePart,
} from "../../view/viewState.ts";
import { commandKey } from "../app/shortcuts.ts";
import { caseTitle } from "../caseList/caseStage.ts";
import { CheckPart } from "../check/CheckPart.tsx";
import { DetailsPart } from "../details/DetailsPart.tsx";
import { ImagesPart } from "../images/ImagesPart.tsx";
import { SecondLookPart } from "../secondLook/SecondLookPart.tsx";
import { UploadPart } from "../upload/UploadPart.tsx";
import styles from "./CaseView.module.css";
import { partNeed } from "./partNeeds.ts";

const partNames: Readonly<Record<CasePart, string>> = {
  images: "Images",
  details: "Details",
  check: "Check",
  upload: "Upload",
  secondLook: "Second look",
};

/** Keyed by case, so nothing of one case is left when another is shown. */
export function CaseView({ app }: { readonly app: AppSnapshot }): ReactNode {
  const snapshot = useRemoteState((state) => state.openCase);
  if (snapshot === null)
    return (
      <p className={styles.loading} role="status">
        Opening the case…
      </p>
    );
  return <OpenCase app={app} snapshot={snapshot} />;
}

function OpenCase({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const parts = caseParts.filter(
    (each) => each !== "secondLook" || app.secondLook.use !== null,
  );
  const chosen = useViewState((state) => state.part);
  const part = parts.includes(chosen) ? chosen : "images";
  // A case on its way opens where it stands. Before painting, or the last case's part would flash up.
  const startPart = snapshot.upload.kind === "notStarted" ? "images" : "upload";
  const start = useEffectEvent(() => {
    resetForCase(startPart);
  });
  useLayoutEffect(() => {
    start();
  }, []);
  return (
    <Tabs.Root
      className={styles.root}
      value={part}
      onValueChange={(next) => {
        showPart(next as CasePart);
      }}
    >
      <div className={styles.head}>
        <div className={styles.titleRow}>
          <div className={styles.titles}>
            <h2 className={styles.title}>
              <Truncated text={caseTitle({ title: titleOf(snapshot) })} />
            </h2>
            <p className={styles.summary}>{summaryOf(snapshot)}</p>
          </div>
          <IconButton
            icon={Undo2}
            name="Undo"
            shortcut={commandKey(app.platform, "Z")}
            disabled={!snapshot.canUndo}
            onClick={() => void send((bridge) => bridge.undo(snapshot.caseId))}
          />
          <IconButton
            icon={Redo2}
            name="Redo"
            shortcut={commandKey(app.platform, "Z", true)}
            disabled={!snapshot.canRedo}
            onClick={() => void send((bridge) => bridge.redo(snapshot.caseId))}
          />
        </div>
        <Tabs.List className={styles.tabs} aria-label="Parts of the case">
          {parts.map((item) => (
            <PartTab key={item} part={item} snapshot={snapshot} />
          ))}
          <Tabs.Indicator className={styles.indicator} />
        </Tabs.List>
      </div>
      {parts.map((item) => (
        <Tabs.Panel
          key={item}
          value={item}
          className={styles.panel}
          tabIndex={-1}
        >
          <PartPanel part={item} app={app} snapshot={snapshot} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function PartTab({
  part,
  snapshot,
}: {
  readonly part: CasePart;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const need = partNeed(part, snapshot);
  return (
    <Tabs.Tab value={part} className={styles.tab}>
      {partNames[part]}
      {need !== null && (
        <Badge tone={need.tone}>
          <span aria-hidden>{need.text}</span>
          <span className="visually-hidden">, {need.name}</span>
        </Badge>
      )}
    </Tabs.Tab>
  );
}

function PartPanel({
  part,
  app,
  snapshot,
}: {
  readonly part: CasePart;
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  switch (part) {
    case "images":
      return <ImagesPart snapshot={snapshot} />;
    case "details":
      return <DetailsPart app={app} snapshot={snapshot} />;
    case "check":
      return <CheckPart app={app} snapshot={snapshot} />;
    case "upload":
      return <UploadPart app={app} snapshot={snapshot} />;
    case "secondLook":
      return <SecondLookPart app={app} snapshot={snapshot} />;
    default:
      return assertNever(part, "part");
  }
}

/** What was typed, or for images that are added to a draft the title of that. */
function titleOf({ form, destination }: CaseSnapshot): string {
  return form.title.trim() === ""
    ? (destination.draft?.title ?? "")
    : form.title;
}

function summaryOf(snapshot: CaseSnapshot): string {
  const selected = snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.isSelected);
  const images = selected.reduce((sum, stack) => sum + stack.keptCount, 0);
  const parts = [
    countOf(snapshot.studies.length, "study", "studies"),
    `${countOf(selected.length, "stack")} selected`,
    countOf(images, "image"),
  ];
  return snapshot.isFrozen
    ? `${parts.join(" · ")} · read-only since sending began`
    : parts.join(" · ");
}
