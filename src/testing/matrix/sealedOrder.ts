// What the kill matrix tells the command with the sealed journal, and what that answers.
import { z } from "zod";

const doubtAnswerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("adoptCase"), remoteCaseId: z.number() }),
  z.strictObject({ kind: z.literal("adoptStudy"), remoteStudyId: z.number() }),
  z.strictObject({ kind: z.literal("sendAgain") }),
  z.strictObject({ kind: z.literal("itArrived") }),
]);

const orderSchema = z.strictObject({
  origin: z.string(),
  accessToken: z.string(),
  journalPath: z.string(),
  /** Null: the journal is written plain, as by a version of long ago. */
  keyHex: z.string().nullable(),
  /** Whether lines that mean nothing are written between all others, so that the journal is written anew in mid-upload. */
  isRestless: z.boolean(),
  /** To the doubt that the case rests with. */
  answer: doubtAnswerSchema.nullable(),
});
export type SealedOrder = z.infer<typeof orderSchema>;

/** Throws for anything else. */
export function parseSealedOrder(text: string): SealedOrder {
  return orderSchema.parse(JSON.parse(text));
}

const endSchema = z.strictObject({
  /** Of the view in the end; `running` once all is sent. */
  kind: z.string(),
  call: z.enum(["createCase", "createStudy", "attachStack"]).nullable(),
});
export type SealedEnd = z.infer<typeof endSchema>;

/** Throws for anything else. */
export function parseSealedEnd(text: string): SealedEnd {
  return endSchema.parse(JSON.parse(text));
}
