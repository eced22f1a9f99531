// What the command line was told to do about a case that came to rest before its end.
import type { SendingCase } from "../core/ports/caseSender.ts";
import type { Failure } from "../shared/failure.ts";
import type { DoubtAnswer, UploadView } from "../shared/snapshot.ts";

/** Chosen in advance, by options. */
export interface ChosenRemedies {
  readonly answer?: DoubtAnswer;
  /** Send without SOP Instance UID (0008,0018) what the site refuses for it. */
  readonly omitSopInstanceUid: boolean;
  /** Send the stack without the images that the site refuses by name. */
  readonly leaveOutRefused: boolean;
  /** Make a new draft, and send everything to it, in place of one that is gone from the site. */
  readonly newDraft: boolean;
  /** Make a new study in place of one that is gone from the draft. */
  readonly newStudy: boolean;
}

/** Something that helps a stopped case on, for whoever wants it. */
interface Remedy {
  readonly option: string;
  readonly does: string;
  readonly isChosen: (chosen: ChosenRemedies) => boolean;
  readonly helps: (failure: Failure) => boolean;
  readonly apply: (sending: SendingCase) => void;
}

/** In the order in which a case can come to need them. */
const remedies: readonly Remedy[] = [
  {
    option: "--new-draft",
    does: "make a new draft and send everything again",
    isChosen: (chosen) => chosen.newDraft,
    helps: (failure) =>
      failure.kind === "draftGone" && failure.isReplaceable === true,
    apply: (sending) => {
      sending.giveUpDraft();
    },
  },
  {
    option: "--new-study",
    does: "make a new study in the draft instead",
    isChosen: (chosen) => chosen.newStudy,
    helps: (failure) => failure.kind === "studyGone",
    apply: (sending) => {
      sending.giveUpStudy();
    },
  },
  {
    option: "--omit-sop-instance-uid",
    does: "send without SOP Instance UID",
    isChosen: (chosen) => chosen.omitSopInstanceUid,
    // Contract section 10, point 4.
    helps: (failure) =>
      failure.kind === "notAnonymized" && failure.tags.includes("00080018"),
    apply: (sending) => {
      sending.omitSopInstanceUID();
    },
  },
  {
    option: "--leave-out-refused",
    does: "send the stack without the images that the site refuses",
    isChosen: (chosen) => chosen.leaveOutRefused,
    helps: (failure) =>
      failure.kind === "notAnonymized" && failure.refusedImages !== undefined,
    apply: (sending) => {
      sending.leaveOutRefusedImages();
    },
  },
];

/** Goes on as chosen, each remedy once; answers where the case rests then. `rest` resolves when it does. */
export async function withRemedies(
  sending: SendingCase,
  chosen: ChosenRemedies,
  rest: () => Promise<UploadView>,
): Promise<UploadView> {
  let view = await rest();
  if (view.kind === "inDoubt" && chosen.answer !== undefined) {
    sending.answerDoubt(chosen.answer);
    // An answer that does not fit changes nothing.
    if (sending.view().kind !== "inDoubt") {
      sending.run();
      view = await rest();
    }
  }
  for (const remedy of remedies) {
    if (!remedy.isChosen(chosen) || !isOfUse(remedy, view)) continue;
    remedy.apply(sending);
    sending.run();
    view = await rest();
  }
  return view;
}

/** Options that would help a stopped case on, with what each does. */
export function remedyLines(view: UploadView): readonly string[] {
  return remedies
    .filter((remedy) => isOfUse(remedy, view))
    .map(({ option, does }) => `  ${does}: ${option}`);
}

function isOfUse({ helps }: Remedy, view: UploadView): boolean {
  return view.kind === "stopped" && helps(view.failure);
}
