// What the command line was told to do about a case that came to rest before its end.
import type { SendingCase } from "../core/ports/caseSender.ts";
import type { DoubtAnswer, UploadView } from "../shared/snapshot.ts";

/** Chosen in advance, by options. */
export interface ChosenRemedies {
  readonly answer?: DoubtAnswer;
  /** Send without SOP Instance UID (0008,0018) what the site refuses for it. */
  readonly omitSopInstanceUid: boolean;
}

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
  if (chosen.omitSopInstanceUid && isRefusedForItsUID(view)) {
    sending.omitSopInstanceUID();
    sending.run();
    view = await rest();
  }
  return view;
}

/** True if leaving out SOP Instance UID may help (contract section 10, point 4). */
export function isRefusedForItsUID(view: UploadView): boolean {
  return (
    view.kind === "stopped" &&
    view.failure.kind === "notAnonymized" &&
    view.failure.tags.includes("00080018")
  );
}
