// Port: looks for text in the pixels of a stack, off the main thread and behind more urgent work.
import type { TextFinding } from "../../shared/burnedInText.ts";
import type { Failure, RefusalReason } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type { Result } from "../../shared/result.ts";
import type { StackImage } from "../model/stack.ts";

/** A word of the originals that must not be readable in a pixel. */
export interface WordToFind {
  /** As the header has it; spelling, order of parts and form of dates do not matter. */
  readonly text: string;
  readonly kind: PatientWordKind;
}

/** Images of one stack in display order. */
export interface StackToSearch {
  readonly stackId: StackId;
  readonly images: readonly StackImage[];
  readonly patientWords: readonly WordToFind[];
}

/** What is known of the text in a stack once it has been searched. */
export interface SearchedStack {
  readonly stackId: StackId;
  /** Gravest first, then by place; images are counted as in the stack that was given. */
  readonly findings: readonly TextFinding[];
  /** Images whose every pixel went through the quick pass. */
  readonly lookedImages: number;
  /** Images on which characters were recognised, or whose text is the same as that of one on which they were. */
  readonly readImages: number;
  /** Images nobody has looked at, with the reason; never to be called clear. */
  readonly unseen: readonly UnseenImage[];
}

/** An image whose pixels could not be had. */
export interface UnseenImage {
  /** 0-based place in the stack. */
  readonly image: number;
  readonly reason: RefusalReason;
}

export interface TextSearchProgress {
  readonly lookedImages: number;
  readonly totalImages: number;
}

/** Detection of burned-in text. What was searched before, with the same words, is answered from memory. */
export interface TextDetector {
  /** Fails only if cancelled or by a bug; images that cannot be decoded are in `unseen`. */
  detect(
    stack: StackToSearch,
    options: { readonly onProgress: (progress: TextSearchProgress) => void },
    signal: AbortSignal,
  ): Promise<
    Result<
      SearchedStack,
      Extract<Failure, { readonly kind: "cancelled" | "bug" }>
    >
  >;
}
