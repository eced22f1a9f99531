// The parts of one case, each made with what it needs of the others.
import type { CaseId, Sha256Hex } from "../../shared/identifiers.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { preparationHold } from "../casefile/preparationHold.ts";
import type { CaseSender } from "../ports/caseSender.ts";
import type { Preparer } from "../ports/preparer.ts";
import {
  CaseSecondLook,
  type SecondLookDeps,
} from "../secondLook/caseSecondLook.ts";
import { CaseSending } from "./caseSending.ts";
import { ChosenStacks } from "./chosenStacks.ts";
import { ImageChecks, type ImageCheckDeps } from "./imageChecks.ts";
import { Intake, type IntakeDeps } from "./intake.ts";
import type { LiveRecord } from "./liveRecord.ts";
import { groupOwnFiles } from "./patientShares.ts";
import { Preparation } from "./preparation.ts";
import { ShownImages, type ShownImageDeps } from "./shownImages.ts";

/** What the parts need from outside. */
export interface CasePartDeps
  extends IntakeDeps, ImageCheckDeps, ShownImageDeps {
  readonly preparer: Preparer;
  readonly sender: CaseSender;
  readonly spoolFolderOf: (caseId: CaseId) => string;
  /** Removes all other de-identified copies of a case, unless it is being sent by the time it comes to that. Tells of failures itself. */
  readonly keepSpooled: (
    caseId: CaseId,
    kept: ReadonlySet<Sha256Hex>,
    isBeingSent: () => boolean,
  ) => Promise<void>;
  readonly secondLook: SecondLookDeps;
}

/** What a case consists of. */
export interface CaseParts {
  readonly caseId: CaseId;
  readonly live: LiveRecord;
  readonly intake: Intake;
  readonly preparation: Preparation;
  /** Of the images: text in pixels, free text, masks used before. */
  readonly checks: ImageChecks;
  /** Single images, for the window. */
  readonly images: ShownImages;
  readonly sending: CaseSending;
  /** What X-Raydar was asked about this case, and what it answered. */
  readonly secondLook: CaseSecondLook;
  /** Every stack with the user's choices. */
  readonly stacks: () => readonly ChosenStack[];
}

/** Makes the parts. `changed` is called after every change of one; `isDurable`: what is kept on disk must follow. */
export function caseParts(
  live: LiveRecord,
  caseId: CaseId,
  deps: CasePartDeps,
  changed: (isDurable: boolean) => void,
): CaseParts {
  const passing = () => {
    changed(false);
  };
  const intake = intakeOf(live, deps, passing);
  const chosen = new ChosenStacks();
  const stacks = () => chosen.of(intake.groups, live.draft);
  const sending = new CaseSending(deps.sender, passing);
  const checks = new ImageChecks(deps, caseId, passing);
  const preparation = new Preparation(
    {
      preparer: deps.preparer,
      caseId,
      saltHex: live.fields.saltHex,
      spoolFolder: deps.spoolFolderOf(caseId),
      holdOf: (chosen, prepared) =>
        preparationHold(chosen, checks.searchOf(chosen.stack), {
          accepted: live.draft.acceptedFindings,
          prepared,
        }),
      keepSpooled: (kept) =>
        deps.keepSpooled(
          caseId,
          kept,
          () => live.fields.isFrozen || sending.wasAsked,
        ),
    },
    passing,
  );
  const images = new ShownImages(deps, caseId, () => ({
    groups: intake.groups,
    draft: live.draft,
    prepared: preparation.prepared,
  }));
  const own = { caseId, live, intake, preparation, checks, stacks };
  const secondLook = secondLookOf(own, deps, changed);
  return { ...own, images, sending, secondLook };
}

function intakeOf(
  live: LiveRecord,
  { scanner, group }: CasePartDeps,
  changed: () => void,
): Intake {
  const groupOwn: IntakeDeps["group"] = (instances, skipped) =>
    groupOwnFiles(group, live.fields.otherPatients, { instances, skipped });
  return new Intake({ scanner, group: groupOwn }, changed);
}

function secondLookOf(
  parts: Omit<CaseParts, "images" | "sending" | "secondLook">,
  deps: CasePartDeps,
  changed: (isDurable: boolean) => void,
): CaseSecondLook {
  const { live, intake, preparation, checks } = parts;
  return new CaseSecondLook(deps.secondLook, {
    spoolFolder: deps.spoolFolderOf(parts.caseId),
    parts: () => ({
      intake,
      preparation,
      record: live.fields,
      stacks: parts.stacks(),
      draft: live.draft,
      searchOf: checks.searchOf,
    }),
    keep: (secondLooks) => {
      live.set({ secondLooks });
      changed(true);
    },
    changed: () => {
      changed(false);
    },
  });
}
