// Port: reads an original and the copy that is sent, and tells what differs, off the main thread.
import type { ImageComparison } from "../../shared/beforeAfter.ts";
import type { Failure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { StackImage } from "../model/stack.ts";
import type { SpooledFile } from "./spool.ts";

/** An image and its copy. */
export interface ImageToCompare {
  readonly original: StackImage;
  /** Folder of the case's spool on this computer. */
  readonly spoolFolder: string;
  readonly copy: SpooledFile;
}

export interface ImageComparer {
  /** The answer holds values of the patient: for the screen, and for nothing that is written. */
  compare(image: ImageToCompare): Promise<Result<ImageComparison, Failure>>;
}
