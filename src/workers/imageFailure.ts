// Why an image did not get into the spool.
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";

/** Its own fault, or the disk's. */
export type ImageFailure =
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "disk"; readonly failure: DiskFailure };
