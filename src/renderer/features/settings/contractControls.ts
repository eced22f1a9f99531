// What each doubtful choice about the site looks like in the settings: one entry for every one of them.
import type { ContractSettings } from "../../../shared/contractSettings.ts";
import type { ChoiceItem } from "../../controls/Choice.tsx";

/** How a choice is made. */
export type ContractControl =
  | {
      readonly kind: "choice";
      readonly label: string;
      readonly items: readonly ChoiceItem<string | number>[];
    }
  | { readonly kind: "tick"; readonly label: string }
  | { readonly kind: "text" | "number"; readonly label: string };

/** In the order of the dialog. A setting without an entry does not compile. */
export const contractControls: Readonly<
  Record<keyof ContractSettings, ContractControl>
> = {
  policyVersion: {
    kind: "choice",
    label: "Version of the site's anonymisation policy",
    items: [
      { value: "0.5.2", label: "Policy of the site: 0.5.2, since June 2026" },
      {
        value: "0.5.0",
        label: "Policy of the site: before 0.5.1, without SOP Instance UID",
      },
    ],
  },
  sopInstanceUID: {
    kind: "choice",
    label: "SOP Instance UID in images",
    items: [
      { value: "hashed", label: "SOP Instance UID: replaced by a hash" },
      { value: "omitted", label: "SOP Instance UID: left out" },
    ],
  },
  uploadedDataShape: {
    kind: "choice",
    label: "Form of the list of images",
    items: [
      { value: "array", label: "List of images: as an array" },
      { value: "object", label: "List of images: as an object" },
    ],
  },
  rootIndexBase: {
    kind: "choice",
    label: "Number of the first image",
    items: [
      { value: 0, label: "The first image is number 0" },
      { value: 1, label: "The first image is number 1" },
    ],
  },
  usesPkce: { kind: "tick", label: "Send a proof key when signing in (PKCE)" },
  sendsPerspectiveAndSpecifics: {
    kind: "tick",
    label: "Send plane and specifics of each stack",
  },
  marksUploadFinished: {
    kind: "tick",
    label: "Mark the case as finished when all is sent",
  },
  authorizePath: { kind: "text", label: "Path of the sign-in page" },
  tokenPath: { kind: "text", label: "Path of the token endpoint" },
  apiPrefix: { kind: "text", label: "Path before all calls of the API" },
  presignPath: { kind: "text", label: "Path that hands out upload addresses" },
  imagePreparationPath: { kind: "text", label: "Path that attaches stacks" },
  redirectUri: { kind: "text", label: "Redirect URI of your application" },
  scope: { kind: "text", label: "Scope to ask for; empty for none" },
  putContentType: { kind: "text", label: "Content type of files" },
  storageProof: {
    kind: "choice",
    label: "What proves that a file was stored",
    items: [
      {
        value: "marksOfS3",
        label: "Files are stored: when the answer is one of S3",
      },
      {
        value: "anySuccess",
        label: "Files are stored: at any answer of success",
      },
    ],
  },
  presignBatch: { kind: "number", label: "Upload addresses in one request" },
  presignedUrlAgeMs: {
    kind: "number",
    label: "Oldest upload address that is used, in milliseconds",
  },
};

/** The names, in the same order. */
export const contractNames = Object.keys(
  contractControls,
) as readonly (keyof ContractSettings)[];
