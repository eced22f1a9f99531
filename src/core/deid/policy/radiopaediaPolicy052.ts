// Radiopaedia's anonymisation policy, version 0.5.2, as data (contract section 10). What the server re-runs; nothing of ours is in here.
import type { Tag } from "../../dicom/dataSet.ts";
import * as tags from "../../dicom/generated/tags.ts";
import { expandTagList } from "./tagList.ts";

/** Version of the policy that this file states. */
export const policyVersion = "0.5.2";

/** What the policy does to an attribute that is present. Everything it does not name is removed. */
export type PolicyAction =
  | { readonly kind: "keep" }
  | { readonly kind: "empty" }
  | { readonly kind: "constant"; readonly value: string }
  /** Replaced by a hash, unless it starts with the prefix already. */
  | { readonly kind: "hashUID" }
  /** Set by the policy itself. */
  | { readonly kind: "add" }
  | { readonly kind: "remove" };

/** Kept as is: 237 tags. */
export const keptTags: ReadonlySet<Tag> = new Set(
  expandTagList(`
    0008: 0005 0008 0016 0060 0068 103E 2122 2124 212A 9205-9209
    0010: 0040
    0018: 0010 0015 0020-0023 0025 0050 0060 0070 0080-0089 0090 0091 0093-0095 1042 1048 1050 1060 1063-1065 1081-1084
          1086 1088 1090 1094 1100 1110 1111 1114 1120 1130 1140 1150-1155 115A 115E 1160 1162 1164 1166 1170 1181 1190
          1191 11A0 11A2 11A4 1210 1250 1310 1312 1314-1316 1405 1500 1508 1510 1511 5100 5101 7001 7004 7006 701A 7030
          7032 7034 7050 7052 7054 7060 7062 9004 9037 9052 9053 9059 9060-9063 9065-9067 9070 9085 9098 9101 9169
          9170-9173 9198 9199 9306 9307 9309 9310 9311 9318 9323 9324 9345 9352 9559
    0020: 0011-0013 0020 0032 0037 0060 0062 1002 1040 1041 9250 9256
    0028: 0002 0004 0006 0008 0009 0010 0011 0030 0034 0100-0103 0106 0107 0120 0121 0300-0302 0A04 1040 1041 1050-1056
          1101-1103 1201-1203 1221-1223 1300 2110 2112 2114 6010 9001-9003 9108 9235
    0040: 0301 0314 0316 0318 8302
    2050: 0020
    5600: 0010 0020
    7FE0: 0010
    0054: 0010 0011 0020 0021 0030 0031 0050 0051 0060 0061 0070 0071 0080 0081 0090 0100 0101 1000-1002 1004 1102 1300
          1321 1330
  `),
);

/** Emptied if present. */
const emptiedTags: ReadonlySet<Tag> = new Set(
  expandTagList(`
    0008: 0020 0022 0030 0032 0050 0090
    0010: 0020 1010 1020 1030
    0018: 1242
    0020: 0010
    003A: 0300
    0040: 0555
  `),
);

/** Set to a constant if present. */
const constantTags: ReadonlyMap<Tag, string> = new Map([
  [tags.SeriesDate, "19700101"],
  [tags.ContentDate, "19700101"],
  [tags.SeriesTime, "0000"],
  [tags.ContentTime, "0000"],
  [tags.ManufacturerModelName, "REMOVED"],
  [tags.DeviceSerialNumber, "REMOVED"],
  [tags.SoftwareVersions, "REMOVED"],
  [tags.Manufacturer, "REMOVED"],
]);

/** UIDs that are hashed if present. */
const hashedTags: ReadonlySet<Tag> = new Set(
  expandTagList(`
    0008: 0018
    0020: 000D 000E 0052
  `),
);

/** Set by the policy: PatientIdentityRemoved (YES) and DeidentificationMethod (any text). */
const addedTags: ReadonlySet<Tag> = new Set(expandTagList("0012: 0062 0063"));

const storageRoot = "1.2.840.10008.5.1.4.1.1";

/** Storage classes with a policy of their own, by their ending after the root of all storage classes. */
type PolicyClass =
  | "DX"
  | "MG"
  | "CT"
  | "USMultiFrame"
  | "MR"
  | "MRSpectroscopy"
  | "US"
  | "XA"
  | "RF"
  | "XA3D"
  | "NM"
  | "PET";

const policyClasses: ReadonlyMap<string, PolicyClass> = new Map([
  [`${storageRoot}.1.1`, "DX"],
  [`${storageRoot}.1.2`, "MG"],
  [`${storageRoot}.2`, "CT"],
  [`${storageRoot}.3.1`, "USMultiFrame"],
  [`${storageRoot}.4`, "MR"],
  [`${storageRoot}.4.2`, "MRSpectroscopy"],
  [`${storageRoot}.6.1`, "US"],
  [`${storageRoot}.12.1`, "XA"],
  [`${storageRoot}.12.2`, "RF"],
  [`${storageRoot}.13.1.1`, "XA3D"],
  [`${storageRoot}.20`, "NM"],
  [`${storageRoot}.128`, "PET"],
]);

/** SOP Class UIDs of which the policy treats some attribute in a way of its own. */
export const overlaidClasses: readonly string[] = [...policyClasses.keys()];

const keep: PolicyAction = { kind: "keep" };
const empty: PolicyAction = { kind: "empty" };
const hashUID: PolicyAction = { kind: "hashUID" };
const add: PolicyAction = { kind: "add" };
const remove: PolicyAction = { kind: "remove" };

/** What a class does differently from the union list; null where it does not. */
function classAction(tag: Tag, policyClass: PolicyClass): PolicyAction | null {
  switch (tag) {
    case tags.ImageType:
      return policyClass === "US" || policyClass === "USMultiFrame"
        ? empty
        : null;
    case tags.Manufacturer:
      return policyClass === "MRSpectroscopy" || policyClass === "XA3D"
        ? null
        : empty;
    case tags.ActualFrameDuration:
      return policyClass === "NM" ? keep : null;
    default:
      return null;
  }
}

/** What the policy does to a top-level attribute of an instance of this SOP class, file meta information aside. */
export function policyAction(tag: Tag, sopClassUID: string): PolicyAction {
  const policyClass = policyClasses.get(sopClassUID);
  const overlaid =
    policyClass === undefined ? null : classAction(tag, policyClass);
  if (overlaid !== null) return overlaid;
  return namedActions.get(tag) ?? remove;
}

/** What the policy does to the attributes that it names, whatever their class: every attribute of every image is looked up here. */
const namedActions: ReadonlyMap<Tag, PolicyAction> = new Map<Tag, PolicyAction>(
  [
    ...[...constantTags].map(
      ([tag, value]) => [tag, { kind: "constant", value }] as const,
    ),
    ...[...addedTags].map((tag) => [tag, add] as const),
    ...[...emptiedTags].map((tag) => [tag, empty] as const),
    ...[...hashedTags].map((tag) => [tag, hashUID] as const),
    ...[...keptTags].map((tag) => [tag, keep] as const),
  ],
);
