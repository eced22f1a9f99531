// The doubtful choices of the client, as settings with defaults (contract section 13).
import { z } from "zod";

/** Redirect URI that makes the service show the code instead of sending the browser anywhere (contract section 2). */
export const outOfBandRedirectUri = "urn:ietf:wg:oauth:2.0:oob";

/** Where the site is; cut to its origin, since tokens may go nowhere else. */
export const siteOriginSchema = z
  .url({ protocol: /^https$/ })
  .max(500)
  .transform((url) => new URL(url).origin);

/** The site of the contract (section 1). */
export const defaultSiteOrigin = "https://radiopaedia.org";

const path = z
  .string()
  // Not two slashes: that would name another host.
  .regex(/^\/(?!\/)[\w/-]*$/)
  .max(200);

/** Stands before paths that begin with a slash, so that it ends with none: `//users` would name another host. */
const pathPrefix = z
  .string()
  .regex(/^(?:\/(?!\/)[\w/-]*)?$/)
  .max(200)
  .transform((prefix) => prefix.replace(/\/+$/, ""));

/** Type and subtype, with parameters at most as plain words (RFC 9110 8.3.1). */
const mediaType = z
  .string()
  .max(100)
  .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?[\w-]+=[\w.+-]+)*$/);

/** Choices where the contract is uncertain (section 13); the defaults are what current clients do. */
export const contractSettingsSchema = z.strictObject({
  authorizePath: path.default("/oauth/authorize"),
  tokenPath: path.default("/oauth/token"),
  apiPrefix: pathPrefix.default("/api/v1"),
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
  /** Of the site's own check. Before 0.5.1 it refused files with a SOP Instance UID (contract section 10, point 4). */
  policyVersion: z.enum(["0.5.2", "0.5.0"]).default("0.5.2"),
  marksUploadFinished: z.boolean().default(true),
  putContentType: mediaType.default("application/dicom"),
  /** Of a PUT: an answer that bears the marks of S3, or any 2xx that is no page (contract section 6.2 knows only S3). */
  storageProof: z.enum(["marksOfS3", "anySuccess"]).default("marksOfS3"),
  presignBatch: z.number().int().min(1).max(1_000).default(200),
  presignedUrlAgeMs: z.number().int().min(10_000).max(900_000).default(600_000),
});
export type ContractSettings = z.infer<typeof contractSettingsSchema>;

/** The same as it was kept: a content type that was taken before it had to be one gives way to the usual one. */
export const keptContractSettingsSchema = contractSettingsSchema.extend({
  putContentType: mediaType.catch("application/dicom"),
});

/** What current clients do. */
export const defaultContractSettings: ContractSettings =
  contractSettingsSchema.parse({});

/** What becomes of SOP Instance UID in the data set, so that the site's policy would change nothing. */
export function sentSopInstanceUID({
  policyVersion,
  sopInstanceUID,
}: Pick<
  ContractSettings,
  "policyVersion" | "sopInstanceUID"
>): ContractSettings["sopInstanceUID"] {
  return policyVersion === "0.5.0" ? "omitted" : sopInstanceUID;
}
