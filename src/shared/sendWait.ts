// What a case on its way waits for before it goes on by itself.
import type { Failure } from "./failure.ts";

/** Why the service cannot be reached at all. */
export type NetworkGap = "offline" | "captivePortal";

/** The next try: after what, and when. */
export interface NextTry {
  readonly failure: Failure;
  readonly untilMs: number;
}

/** As the list of cases says it. */
export type SendWait =
  | { readonly kind: "network"; readonly gap: NetworkGap }
  | ({ readonly kind: "nextTry" } & NextTry);

/** A case on its way in the list. */
export interface UploadingStage {
  readonly kind: "uploading";
  /** 0 to 1. */
  readonly fraction: number;
  /** Set while nothing is sent though nobody stopped it. */
  readonly waitsFor?: SendWait;
}
