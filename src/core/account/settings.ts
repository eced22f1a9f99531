// The settings that outlive a run: one versioned schema, its migrations, and the port behind which they rest.
import { z } from "zod";
import type { DiskFailure } from "../../shared/failure.ts";
import {
  bandwidthLimitSchema,
  type TransferSettings,
} from "../../shared/transferSettings.ts";
import { proxySettingSchema } from "../../shared/network.ts";
import type { Result } from "../../shared/result.ts";
import { outOfBandRedirectUri, type OAuthSettings } from "./authorization.ts";

const path = z
  .string()
  // Not two slashes: that would name another host.
  .regex(/^\/(?!\/)[\w/-]*$/)
  .max(200);
const pixels = z.number().int().min(-100_000).max(100_000);

/** Choices where the contract is uncertain (section 13); the defaults are what current clients do. */
const contractSettingsSchema = z.strictObject({
  authorizePath: path.default("/oauth/authorize"),
  tokenPath: path.default("/oauth/token"),
  apiPrefix: path.default("/api/v1"),
  presignPath: path.default("/direct_s3_uploads"),
  imagePreparationPath: path.default("/image_preparation"),
  /** The out-of-band URN, or an https page of the user's own application. */
  redirectUri: z
    .union([
      z.literal(outOfBandRedirectUri),
      z.url({ protocol: /^https$/ }).max(500),
    ])
    .default(outOfBandRedirectUri),
  scope: z.string().max(200).default(""),
  usesPkce: z.boolean().default(true),
  uploadedDataShape: z.enum(["array", "object"]).default("array"),
  rootIndexBase: z.union([z.literal(0), z.literal(1)]).default(0),
  sendsPerspectiveAndSpecifics: z.boolean().default(true),
  sopInstanceUID: z.enum(["hashed", "omitted"]).default("hashed"),
  marksUploadFinished: z.boolean().default(true),
  putContentType: z.string().max(100).default("application/dicom"),
  presignBatch: z.number().int().min(1).max(1_000).default(200),
  presignedUrlAgeMs: z.number().int().min(10_000).max(900_000).default(600_000),
});
export type ContractSettings = z.infer<typeof contractSettingsSchema>;

/** Where the window was, in screen pixels. */
const windowPlaceSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: z.number().int().min(200).max(100_000),
  height: z.number().int().min(200).max(100_000),
  isMaximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

/** The way out of this computer. Passwords of proxies are not here but among the secrets. */
const networkSettingsSchema = z.strictObject({
  proxy: proxySettingSchema.default({ kind: "system" }),
  /** Origin of the storage that the site named last: what diagnostics look at. Null before the first upload. */
  storageOrigin: z
    .url({ protocol: /^https$/ })
    .transform((url) => new URL(url).origin)
    .nullable()
    .default(null),
});

const settingsSchema = z.strictObject({
  version: z.literal(1),
  serviceInUse: z.enum(["sandbox", "radiopaedia"]).default("sandbox"),
  radiopaedia: z
    .strictObject({
      origin: z
        .url({ protocol: /^https$/ })
        .transform((url) => new URL(url).origin)
        .default("https://radiopaedia.org"),
      /** Empty: none entered yet. The secret is not here but among the secrets. */
      clientId: z.string().max(512).default(""),
    })
    .prefault({}),
  contract: contractSettingsSchema.prefault({}),
  appearance: z.enum(["system", "light", "dark"]).default("system"),
  /** Null before the first run ended. */
  window: windowPlaceSchema.nullable().default(null),
  isPlainTextSecretsAllowed: z.boolean().default(false),
  network: networkSettingsSchema.prefault({}),
  /** PUTs at the same time, at most. */
  uploadConcurrency: z.number().int().min(1).max(16).default(12),
  /** Null: as fast as it goes. */
  bandwidthLimit: bandwidthLimitSchema.nullable().default(null),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What a fresh installation starts with. */
export const defaultSettings: Settings = settingsSchema.parse({ version: 1 });

/** The settings, and the one way to change them. */
export interface SettingsStore {
  read(): Settings;
  /** Replaces the settings by what `change` makes of them, on the disk first. */
  update(
    change: (settings: Settings) => Settings,
  ): Result<Settings, DiskFailure>;
}

/**
 * Steps from each older version to the next: `migrations[n]` takes version n + 1 to n + 2. A file older than the current
 * schema passes through them in order before it is parsed.
 */
const migrations: readonly ((
  stored: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>)[] = [];

const versionedSchema = z.looseObject({ version: z.number().int().min(1) });

/** The settings in a stored document of this or an older version; null if it is none, or of a version to come. */
export function parseSettings(stored: unknown): Settings | null {
  const versioned = versionedSchema.safeParse(stored);
  if (!versioned.success) return null;
  const steps = migrations.slice(versioned.data.version - 1);
  const migrated = steps.reduce<Readonly<Record<string, unknown>>>(
    (document, step) => step(document),
    versioned.data,
  );
  const parsed = settingsSchema.safeParse(migrated);
  return parsed.success ? parsed.data : null;
}

/** The settings of transfers among them. */
export function transferSettingsOf(settings: Settings): TransferSettings {
  return {
    mostAtOnce: settings.uploadConcurrency,
    limit: settings.bandwidthLimit,
  };
}

/** Where to sign in with a service at this origin. */
export function oauthSettingsOf(
  origin: string,
  contract: ContractSettings,
): OAuthSettings {
  return {
    authorizeUrl: new URL(contract.authorizePath, origin).href,
    tokenUrl: new URL(contract.tokenPath, origin).href,
    redirectUri: contract.redirectUri,
    scope: contract.scope,
    usesPkce: contract.usesPkce,
  };
}
