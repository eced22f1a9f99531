// How files in a spool folder are named: by the SHA-256 of their bytes, or as unfinished.
import type { Sha256Hex } from "../../shared/identifiers.ts";

/** Name of a finished file. */
export function spooledName(sha256Hex: Sha256Hex): string {
  return `${sha256Hex}.dcm`;
}

/** Name of a file that is being written; `token` is random. */
export function unfinishedName(token: string): string {
  return `${token}.unfinished`;
}

export function isUnfinished(name: string): boolean {
  return /^[0-9a-f]{32}\.unfinished$/.test(name);
}

export function isSpooled(name: string): boolean {
  return /^[0-9a-f]{64}\.dcm$/.test(name);
}
