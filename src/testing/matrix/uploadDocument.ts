// As much of what `casedrop upload --json` prints as the kill matrix reads.
import { z } from "zod";

const uploadDocumentSchema = z.object({
  status: z.enum(["sent", "stopped", "interrupted", "inDoubt", "cancelled"]),
  stacks: z.array(z.object({ state: z.string() })),
  failure: z
    .object({
      kind: z.string(),
      call: z.enum(["createCase", "createStudy", "attachStack"]).optional(),
    })
    .nullable(),
});
export type UploadDocument = z.infer<typeof uploadDocumentSchema>;

/** Throws for anything else: the command then broke its promise to print one document. */
export function parseUploadDocument(text: string): UploadDocument {
  return uploadDocumentSchema.parse(JSON.parse(text));
}

/** The call in doubt. */
export function nonIdempotentCallOf({ failure }: UploadDocument) {
  if (failure?.call === undefined) throw new Error("No call is in doubt");
  return failure.call;
}
