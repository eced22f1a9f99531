// The doubtful choices of the client, as settings with defaults (contract section 13).
import { z } from "zod";

/** Redirect URI that makes the service show the code instead of sending the browser anywhere (contract section 2). */
export const outOfBandRedirectUri = "urn:ietf:wg:oauth:2.0:oob";

const path = z
  .string()
  // Not two slashes: that would name another host.
  .regex(/^\/(?!\/)[\w/-]*$/)
  .max(200);
/** Choices where the contract is uncertain (section 13); the defaults are what current clients do. */
export const contractSettingsSchema = z.strictObject({
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

/** What current clients do. */
export const defaultContractSettings: ContractSettings =
  contractSettingsSchema.parse({});
