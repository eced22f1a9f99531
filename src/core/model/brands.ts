// Branded values of the engine. Only the parser or mapper named beside each may make one.
import type { Brand } from "../../shared/brand.ts";

/** An absolute path on this computer. Made by the file tree adapter; never logged, never sent to the window. */
export type LocalPath = Brand<string, "LocalPath">;
/** A file in an archive as people read it, `/cd/archive.zip!inner/path`. Made by entryPath.ts; never logged, never sent to the window. */
export type EntryPath = Brand<string, "EntryPath">;
/** A UID as the scanner wrote it. Made by the header reader; identifies a patient's examination, so it never leaves. */
export type OriginalUID = Brand<string, "OriginalUID">;
/** A UID in the destination's form. Made by the UID mapper only. */
export type DeidentifiedUID = Brand<string, "DeidentifiedUID">;
/** A URL that is itself a credential for one PUT. Made by the Radiopaedia client; never logged. */
export type PresignedUrl = Brand<string, "PresignedUrl">;
