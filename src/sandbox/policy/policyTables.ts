// Radiopaedia's keep-list v0.5.2 as facts (contract section 10), expanded here and not shared with the app's de-identifier on purpose.

/** Elements kept as they are: `group: element element first-last`, hexadecimal. */
const keptText = `
0008: 0005 0008 0016 0060 0068 103E 2122 2124 212A 9205-9209
0010: 0040
0018: 0010 0015 0020-0023 0025 0050 0060 0070 0080-0089 0090 0091 0093-0095 1042 1048 1050 1060 1063-1065 1081-1084 1086 1088 1090
0018: 1094 1100 1110 1111 1114 1120 1130 1140 1150-1155 115A 115E 1160 1162 1164 1166 1170 1181 1190 1191 11A0 11A2 11A4 1210 1250 1310
0018: 1312 1314-1316 1405 1500 1508 1510 1511 5100 5101 7001 7004 7006 701A 7030 7032 7034 7050 7052 7054 7060 7062 9004 9037 9052
0018: 9053 9059 9060-9063 9065-9067 9070 9085 9098 9101 9169 9170-9173 9198 9199 9306 9307 9309 9310 9311 9318 9323 9324 9345 9352 9559
0020: 0011-0013 0020 0032 0037 0060 0062 1002 1040 1041 9250 9256
0028: 0002 0004 0006 0008 0009 0010 0011 0030 0034 0100-0103 0106 0107 0120 0121 0300-0302 0A04 1040 1041 1050-1056 1101-1103
0028: 1201-1203 1221-1223 1300 2110 2112 2114 6010 9001-9003 9108 9235
0040: 0301 0314 0316 0318 8302
0054: 0010 0011 0020 0021 0030 0031 0050 0051 0060 0061 0070 0071 0080 0081 0090 0100 0101 1000-1002 1004 1102 1300 1321 1330
2050: 0020
5600: 0010 0020
7FE0: 0010
`;

const emptiedText = `
0008: 0020 0022 0030 0032 0050 0090
0010: 0020 1010 1020 1030
0018: 1242
0020: 0010
003A: 0300
0040: 0555
`;

/** Kept elements that PS3.6 calls decimal strings, for files whose encoding does not say so. */
const decimalStringText = `
0018: 0050 0060 0080-0084 0087 0088 0090 0093-0095 1050 1060 1063 1065 1100 1110 1111 1114 1120 1130 1154 115E 1162 1164 1190 11A0 11A2
0018: 1314 1316 1510 1511 7001 701A 7030 7032 7052 7054
0020: 0032 0037 1041
0028: 0030 1050-1053 2112
0040: 0314 0316 8302
0054: 1300 1321
`;

/** Expands `group: element first-last` lines to tags of eight upper-case hexadecimal digits. */
export function expandTags(text: string): ReadonlySet<string> {
  const tags = new Set<string>();
  for (const line of text.trim().split("\n")) {
    const [group = "", elements = ""] = line.split(":");
    for (const range of elements.trim().split(" ")) {
      const [first = "", last = first] = range.split("-");
      for (
        let element = Number.parseInt(first, 16);
        element <= Number.parseInt(last, 16);
        element += 1
      )
        tags.add(group + element.toString(16).toUpperCase().padStart(4, "0"));
    }
  }
  return tags;
}

export const keptTags = expandTags(keptText);
export const decimalStringTags = expandTags(decimalStringText);
const emptiedTags = expandTags(emptiedText);

/** Prefix of every hashed UID. */
export const hashedUidPrefix = "1.2.826.0.1.3680043.10.341.512.";

/** What the policy does to an element that is present. */
export type TagRule =
  | { readonly kind: "keep" }
  | { readonly kind: "empty" }
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "hash" }
  | { readonly kind: "method" }
  | { readonly kind: "remove" };

const constants: Readonly<Record<string, string>> = {
  "00080021": "19700101",
  "00080023": "19700101",
  "00080031": "0000",
  "00080033": "0000",
  "00081090": "REMOVED",
  "00181000": "REMOVED",
  "00181020": "REMOVED",
  "00120062": "YES",
};

const hashedTags = ["00080018", "0020000D", "0020000E", "00200052"];

const storage = "1.2.840.10008.5.1.4.1.1";
const nuclearMedicine = `${storage}.20`;
const ultrasound = [`${storage}.3.1`, `${storage}.6.1`];

/** Classes whose own policy empties Manufacturer; MR spectroscopy (.4.2) and XA 3D (.13.1.1) have one that does not. */
const emptiesManufacturer = [
  ...[".1.1", ".1.2", ".2", ".4", ".12.1", ".12.2", ".128"].map(
    (ending) => storage + ending,
  ),
  nuclearMedicine,
  ...ultrasound,
];

/** Versions of the policy that the sandbox can act out. */
export type PolicyVersion = "0.5.2" | "0.5.0";

/** The rule for a tag in a file of a SOP class. */
export function ruleFor(
  tag: string,
  sopClassUID: string,
  version: PolicyVersion,
): TagRule {
  if (tag === "00080018" && version === "0.5.0") return { kind: "remove" };
  if (tag === "00181242" && sopClassUID === nuclearMedicine)
    return { kind: "keep" };
  if (tag === "00080008" && ultrasound.includes(sopClassUID))
    return { kind: "empty" };
  if (tag === "00080070")
    return emptiesManufacturer.includes(sopClassUID)
      ? { kind: "empty" }
      : { kind: "constant", value: "REMOVED" };
  if (tag === "00120063") return { kind: "method" };
  const constant = constants[tag];
  if (constant !== undefined) return { kind: "constant", value: constant };
  if (hashedTags.includes(tag)) return { kind: "hash" };
  if (emptiedTags.has(tag)) return { kind: "empty" };
  return { kind: keptTags.has(tag) ? "keep" : "remove" };
}
