// The list of what was left out as it may be handed on: numbers and reasons, without a name of a file.
import { leftOutText } from "../../shared/messages/leftOutText.ts";
import { refusedPlacesOf } from "../../shared/refusedPlaces.ts";
import type { CaseSnapshot, LeftOutFile } from "../../shared/snapshot.ts";
import { countLeftOut } from "./sendAccount.ts";

/** What was sent counts as it was when it was sent; a draft as it stands now. */
export function leftOutList(
  snapshot: Pick<CaseSnapshot, "upload" | "check" | "studies">,
  files: readonly LeftOutFile[],
): string {
  const { upload } = snapshot;
  const account = "account" in upload ? upload.account : undefined;
  const reasons = files.flatMap(({ reason }) =>
    reason.kind === "notFound" ? [] : [reason],
  );
  return leftOutText(
    account?.leftOutByReason ?? countLeftOut(reasons),
    refusedPlacesOf(snapshot),
  );
}
