// What the planner says of each attribute: what happens to it, and by which rule.
import type { DeidRule } from "../../shared/deidRule.ts";
import type { Tag } from "../dicom/dataSet.ts";

/** What happens to one attribute of one instance. */
export interface TagAction {
  readonly tag: Tag;
  readonly action: "kept" | "replaced" | "removed" | "added";
  readonly rule: DeidRule;
}
