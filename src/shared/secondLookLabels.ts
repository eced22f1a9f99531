// The labels of X-Raydar (contract sections 5.2 and 5.3): 37 findings under two sets of names, and labels that are no findings.

/** The reference code's grouping: 1 non-urgent, 2 urgent, 3 critical. Not a clinical triage rule. */
export type UrgencyClass = 1 | 2 | 3;

/** One of the 37 findings. */
export interface FindingLabel {
  /** Key of the image algorithm, normalised (`normalisedLabel`). */
  readonly key: string;
  readonly urgencyClass: UrgencyClass;
  readonly name: string;
  /** Where the report algorithm calls it otherwise. */
  readonly inReports?: { readonly key: string; readonly name: string };
}

function finding(
  key: string,
  urgencyClass: UrgencyClass,
  name: string,
  inReports?: FindingLabel["inReports"],
): FindingLabel {
  return { key, urgencyClass, name, ...(inReports && { inReports }) };
}

/** In the order of the contract. */
export const findingLabels: readonly FindingLabel[] = [
  finding("aortic_calcification", 1, "Aortic calcification"),
  finding("apical_changes", 1, "Apical changes", {
    key: "apical_fibrosis",
    name: "Apical fibrosis",
  }),
  finding("atelectasis", 1, "Atelectasis"),
  finding("axillary_abnormality", 2, "Axillary abnormality"),
  finding("bronchial_changes", 1, "Bronchial changes", {
    key: "bronchial_wall_thickening",
    name: "Bronchial wall thickening",
  }),
  finding("bulla", 1, "Bulla"),
  finding("cardiomegaly", 1, "Cardiomegaly"),
  finding("cavity", 2, "Cavity", {
    key: "cavitating_lung_lesion",
    name: "Cavitating lung lesion",
  }),
  finding("clavicle_fracture", 2, "Clavicle fracture"),
  finding("consolidation", 2, "Consolidation"),
  finding("cardiac_calcification", 1, "Cardiac calcification", {
    key: "coronary_calcification",
    name: "Coronary calcification",
  }),
  finding("dextrocardia", 1, "Dextrocardia"),
  finding("dilated_bowel", 2, "Dilated bowel"),
  finding("emphysema", 1, "Emphysema"),
  finding("ground_glass_opacification", 2, "Ground-glass opacification"),
  finding("hemidiaphragm_elevated", 1, "Elevated hemidiaphragm"),
  finding("hernia", 1, "Hernia"),
  finding("hyperexpanded_lungs", 1, "Hyperexpanded lungs"),
  finding("interstitial_shadowing", 2, "Interstitial shadowing"),
  finding("mediastinum_displaced", 2, "Mediastinum displaced"),
  finding("mediastinum_widened", 3, "Mediastinum widened"),
  finding("object", 1, "Object (device, line, foreign body)"),
  finding("paraspinal_mass", 2, "Paraspinal mass"),
  finding(
    "paratracheal_hilar_enlargement",
    2,
    "Paratracheal or hilar enlargement",
  ),
  finding("parenchymal_lesion", 2, "Parenchymal lesion"),
  finding("pleural_abnormality", 2, "Pleural abnormality"),
  finding("pleural_effusion", 2, "Pleural effusion"),
  finding("pneumomediastinum", 3, "Pneumomediastinum"),
  finding("pneumoperitoneum", 3, "Pneumoperitoneum"),
  finding("pneumothorax", 3, "Pneumothorax"),
  finding("rib_fracture", 2, "Rib fracture"),
  finding("rib_lesion", 2, "Rib lesion"),
  finding("scoliosis", 1, "Scoliosis"),
  finding("subcutaneous_emphysema", 3, "Subcutaneous emphysema"),
  finding("tortuosity_aorta", 1, "Tortuous aorta", {
    key: "unfolded_aorta",
    name: "Unfolded aorta",
  }),
  finding(
    "pulmonary_bloodflow_redis",
    2,
    "Pulmonary blood flow redistribution",
    {
      key: "upper_lobe_blood_diversion",
      name: "Upper lobe blood diversion",
    },
  ),
  finding("volume_loss", 1, "Volume loss"),
];

/** Labels that are no findings, with our names. Nothing is concluded from any of them. */
export const nonFindingLabels: ReadonlyMap<string, string> = new Map([
  ["abnormal_non_clinically_important", "Abnormal, not clinically important"],
  ["comparison", "Comparison"],
  ["normal", "Normal"],
  ["other", "Other"],
  ["possible_diagnosis", "Possible diagnosis"],
  ["recommendation", "Recommendation"],
  ["technical_issue", "Technical issue"],
  ["undefined_sentence", "Undefined sentence"],
]);

/** Spellings seen elsewhere (contract section 5.3). */
const otherSpellings: ReadonlyMap<string, string> = new Map([
  ["pulmonary_bloodflow_redistribution", "pulmonary_bloodflow_redis"],
]);

const keysByName: ReadonlyMap<string, string> = new Map([
  ...findingLabels.flatMap(({ key, inReports }) => [
    [key, key] as const,
    ...(inReports === undefined ? [] : [[inReports.key, key] as const]),
  ]),
  ...[...nonFindingLabels.keys()].map((key) => [key, key] as const),
  ...otherSpellings,
]);

/** Lower case, blanks and hyphens as `_`, no dots at the end (contract section 5.1, step 4). */
export function normalisedLabel(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_")
    .replace(/\.+$/, "");
}

/** The label a name stands for; null for a name nobody knows. */
export function labelOf(name: string): string | null {
  return keysByName.get(normalisedLabel(name)) ?? null;
}
