// Where a case goes: with which account, and as a new case or into a draft that exists.
import { z } from "zod";

/** An account at a service. The login is the name the site knows it by. */
export const accountRefSchema = z.strictObject({
  service: z.enum(["sandbox", "radiopaedia"]),
  login: z.string().min(1).max(200),
});
export type AccountRef = z.infer<typeof accountRefSchema>;

/** Name of the embedded sandbox in plans and journals: its port is another at every start. */
export const sandboxPlanOrigin = "casedrop-sandbox";

/** The service of plans that are bound to this name. */
export function serviceOfPlan(serviceOrigin: string): AccountRef["service"] {
  return serviceOrigin === sandboxPlanOrigin ? "sandbox" : "radiopaedia";
}

/** A study that is on the site. */
export const existingStudySchema = z.strictObject({
  remoteStudyId: z.number().int().positive(),
  /** What it was called when it was chosen; empty where only the number is known. */
  name: z.string().max(1000),
});
export type ExistingStudy = z.infer<typeof existingStudySchema>;

/** A draft of that account on the site. */
const remoteDraftSchema = z.strictObject({
  remoteCaseId: z.number().int().positive(),
  /** As it was when it was chosen. */
  title: z.string().max(1000),
  /** By the key of the study here: which study there takes its stacks. All others become new studies. */
  studies: z.record(z.string(), existingStudySchema).exactOptional(),
});

export const destinationSchema = z
  .strictObject({
    /** Null: the account in use when Send is pressed. */
    account: accountRefSchema.nullable(),
    /** Null: a new case. */
    draft: remoteDraftSchema.nullable(),
  })
  // A draft is nobody's but its author's.
  .refine(({ account, draft }) => draft === null || account !== null);
export type Destination = z.infer<typeof destinationSchema>;

/** What a case begins with. */
export const defaultDestination: Destination = { account: null, draft: null };

/** A study of a draft that this app put there or added to: the site does not read studies back. */
export interface KnownStudyView extends ExistingStudy {
  /** Stacks that came from this computer. */
  readonly stackCount: number;
}

/** One of the account's cases on the site, for choosing. */
export interface RemoteCaseView {
  readonly remoteCaseId: number;
  readonly title: string;
  /** Only drafts take images (contract section 8). */
  readonly isDraft: boolean;
  /** Null if the site did not say. */
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
}
