// What can be set about the sandbox's behaviour, at start and while it runs.
import { z } from "zod";

const dayMs = 86_400_000;
const lifetimeMs = z.number().int().min(1).max(dayMs);
const allowance = z.number().int().min(0).max(1_000_000).nullable();

const settingsSchema = z.strictObject({
  /** Null means unlimited (contract section 3). */
  allowedDraftCases: allowance,
  allowedUnlistedCases: allowance,
  /** How long a presigned URL works (section 6.1: 15 minutes). */
  urlLifetimeMs: lifetimeMs,
  accessTokenLifetimeMs: lifetimeMs,
  codeLifetimeMs: lifetimeMs,
  /** How long a stack waits in the queue, and how long its conversion takes after that (section 6.4). */
  queuedMs: z.number().int().min(0).max(dayMs),
  dicomProcessingMs: z.number().int().min(0).max(dayMs),
  /** 0.5.0 stands for the policies before June 2026, which removed the SOP Instance UID (section 10, item 4). */
  policyVersion: z.enum(["0.5.2", "0.5.0"]),
  /** Scopes the authorize page accepts; any other is refused as invalid (section 2). */
  allowedScopes: z.array(z.string().max(50)).max(10),
  /** Hashes in one presign request. */
  maxPresignBatch: z.number().int().min(1).max(10_000),
});

/** Settings that may be changed while the service runs; each absent key stays as it is. Times in milliseconds. */
export const settingsChangeSchema = settingsSchema.partial();

export type SettingsChange = z.infer<typeof settingsChangeSchema>;
export type SandboxSettings = Readonly<z.infer<typeof settingsSchema>>;

/** A service that behaves as the contract says, but converts images within seconds instead of minutes. */
export const defaultSettings: SandboxSettings = {
  allowedDraftCases: 10,
  allowedUnlistedCases: null,
  urlLifetimeMs: 15 * 60_000,
  accessTokenLifetimeMs: dayMs,
  codeLifetimeMs: 10 * 60_000,
  queuedMs: 1_000,
  dicomProcessingMs: 2_000,
  policyVersion: "0.5.2",
  allowedScopes: [],
  maxPresignBatch: 1_000,
};

/** The settings after a change. */
export function changeSettings(
  settings: SandboxSettings,
  change: SettingsChange,
): SandboxSettings {
  const given = Object.entries(change).filter(
    ([, value]) => value !== undefined,
  );
  return settingsSchema.parse({ ...settings, ...Object.fromEntries(given) });
}
