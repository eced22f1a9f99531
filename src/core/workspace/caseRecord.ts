// What is kept on disk of a case that is not in its journal. Holds local paths, so it is only ever stored sealed.
import { z } from "zod";
import type { CaseId } from "../../shared/identifiers.ts";
import { savedLookSchema } from "../../shared/secondLook.ts";
import { publicSeriesSchema } from "../archive/credit/publicSeries.ts";
import { caseDraftSchema, emptyDraft } from "../casefile/caseDraft.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";

/** Version 1 of a case record. `roots` are the files and folders the user dropped. */
export const caseRecordSchema = z.strictObject({
  version: z.literal(1),
  caseId: z.uuid(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
  /** Key of the UID mapping of this case: 32 random bytes. */
  saltHex: z.string().regex(/^[0-9a-f]{64}$/),
  roots: z.array(z.string()),
  draft: caseDraftSchema,
  acceptances: z.strictObject({
    refusedImages: z.boolean(),
    severalPatients: z.boolean(),
  }),
  /** True from the moment Send was pressed: the journal then holds the plan. */
  isFrozen: z.boolean(),
  /** Place among the cases to be sent; absent until the user ordered them. */
  sendOrder: z.number().int().nonnegative().optional(),
  /** Patients whose files went to other cases when this one was split; absent while it holds everybody's. */
  otherPatients: z
    .strictObject({
      keyHex: z.string().regex(/^[0-9a-f]{64}$/),
      digests: z.array(z.string().regex(/^[0-9a-f]{32}$/)).readonly(),
    })
    .optional(),
  /** Readings of X-Raydar, newest first; absent: none. Never part of what is sent. */
  secondLooks: z.array(savedLookSchema).readonly().optional(),
  /** Series of public archives that were put into it, with what their licences ask; absent: none. */
  publicSeries: z.array(publicSeriesSchema).readonly().optional(),
  /** Counts to show in the list before the files are read again. */
  lastSeen: z.strictObject({
    imageCount: z.number(),
    stackCount: z.number(),
    modalities: z.array(z.string()),
  }),
});
export type CaseRecord = z.infer<typeof caseRecordSchema>;

/** Of a case that nothing is known of yet. */
export function blankRecord(
  caseId: CaseId,
  nowMs: number,
  saltHex: string,
): CaseRecord {
  return {
    version: 1,
    caseId,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    saltHex,
    roots: [],
    draft: emptyDraft,
    acceptances: { refusedImages: false, severalPatients: false },
    isFrozen: false,
    lastSeen: { imageCount: 0, stackCount: 0, modalities: [] },
  };
}

/** What a case made anew from the files of another begins with: its words and choices. What was stated about those images is asked again. */
export function fieldsToRemake({
  roots,
  draft,
  otherPatients,
  publicSeries,
}: CaseRecord): Partial<CaseRecord> {
  return {
    roots,
    draft: { ...draft, confirmations: emptyDraft.confirmations },
    ...(otherPatients !== undefined && { otherPatients }),
    ...(publicSeries !== undefined && { publicSeries }),
  };
}

/** Counts of what is selected. */
export function seenIn(stacks: readonly ChosenStack[]): CaseRecord["lastSeen"] {
  const selected = stacks.filter((chosen) => chosen.isSelected);
  return {
    imageCount: selected.reduce(
      (sum, chosen) => sum + chosen.keptIndexes.length,
      0,
    ),
    stackCount: selected.length,
    // Pictures have none.
    modalities: [
      ...new Set(selected.map((chosen) => chosen.series.modality)),
    ].filter((modality) => modality !== ""),
  };
}

/** Refusals are known again once the images were prepared in this run. */
export function withoutRefusals(stored: CaseRecord): CaseRecord {
  return {
    ...stored,
    acceptances: { ...stored.acceptances, refusedImages: false },
  };
}
