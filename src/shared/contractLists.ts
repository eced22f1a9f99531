// Closed lists of the Radiopaedia contract (radiopaedia-api.md sections 9 and 11), in the order the site shows them.

/** Body systems. Ids 5, 10, 13 and 14 are unused by the site. */
export const systems = [
  { id: 1, name: "Breast" },
  { id: 16, name: "Cardiac" },
  { id: 3, name: "Central Nervous System" },
  { id: 4, name: "Chest" },
  { id: 21, name: "Forensic" },
  { id: 6, name: "Gastrointestinal" },
  { id: 19, name: "Gynaecology" },
  { id: 20, name: "Haematology" },
  { id: 7, name: "Head & Neck" },
  { id: 8, name: "Hepatobiliary" },
  { id: 17, name: "Interventional" },
  { id: 9, name: "Musculoskeletal" },
  { id: 18, name: "Obstetrics" },
  { id: 22, name: "Oncology" },
  { id: 12, name: "Paediatrics" },
  { id: 15, name: "Spine" },
  { id: 23, name: "Trauma" },
  { id: 11, name: "Urogenital" },
  { id: 2, name: "Vascular" },
  { id: 24, name: "Not Applicable" },
] as const;

/** Diagnostic certainty. New cases are expected to be 3 or 4. */
export const certainties = [
  { id: 1, name: "Possible", hint: "Others remain possible" },
  { id: 2, name: "Probable", hint: "By far the most likely" },
  {
    id: 3,
    name: "Almost Certain",
    hint: "Proof from a secondary source, to be stated",
  },
  {
    id: 4,
    name: "Certain",
    hint: "Proof from a primary source, to be stated and shown",
  },
  { id: 5, name: "Not applicable", hint: "Normals and diagrams" },
] as const;

/** Modalities a study may have; exact strings of the site. An empty string is allowed too. */
export const modalities = [
  "CT",
  "MRI",
  "X-ray",
  "Ultrasound",
  "Mammography",
  "DSA (angiography)",
  "Fluoroscopy",
  "Nuclear medicine",
  "Annotated image",
  "Illustration",
  "Pathology",
  "Photograph",
] as const;
export type Modality = (typeof modalities)[number];

/** The site's modality for a DICOM Modality (0008,0060), or empty where the user must say (section 9). */
export function siteModalityOf(dicomModality: string): Modality | "" {
  switch (dicomModality) {
    case "CT":
      return "CT";
    case "MR":
      return "MRI";
    case "US":
    case "IVUS":
      return "Ultrasound";
    case "CR":
    case "DX":
    case "RG":
    case "IO":
    case "PX":
      return "X-ray";
    case "MG":
      return "Mammography";
    case "XA":
      return "DSA (angiography)";
    case "RF":
      return "Fluoroscopy";
    case "NM":
    case "PT":
    case "ST":
      return "Nuclear medicine";
    default:
      return "";
  }
}

/** Genders the site takes; anything else is left out. */
export const genders = ["Male", "Female"] as const;

/** Perspectives (the site's plane or projection) suggested per modality; free text is allowed. */
export const perspectiveSuggestions: Readonly<
  Partial<Record<Modality, readonly string[]>>
> = {
  CT: ["Axial", "Coronal", "Sagittal", "Oblique"],
  MRI: ["Axial", "Coronal", "Sagittal", "Oblique"],
  "X-ray": ["Frontal", "Lateral", "Oblique"],
  Ultrasound: ["Transverse", "Longitudinal", "Oblique"],
  Mammography: ["MLO", "CC", "Lateral"],
  "DSA (angiography)": ["Frontal", "Lateral", "Oblique"],
  Pathology: ["40x", "100x", "400x"],
};

/** Specifics (sequence, phase, window, stain) suggested per modality; free text is allowed. */
export const specificsSuggestions: Readonly<
  Partial<Record<Modality, readonly string[]>>
> = {
  CT: [
    "non-contrast",
    "C+ arterial phase",
    "C+ portal venous phase",
    "C+ CTPA",
    "C+ delayed",
    "C+ renal excretory phase",
    "C+ renal cortical phase",
    "C+ renal parenchymal phase",
    "lung window",
    "bone window",
    "liver window",
  ],
  MRI: [
    "T1",
    "T1 fat sat",
    "T1 C+",
    "T1 C+ fat sat",
    "T1 in-phase",
    "T1 out-of-phase",
    "PD",
    "PD fat sat",
    "T2",
    "T2 fat sat",
    "STIR",
    "FLAIR",
    "Gradient Echo",
    "Echo planar",
    "SWI",
    "DWI",
    "ADC",
    "MRA",
    "MRV",
    "MRS",
    "perfusion maps",
  ],
  Pathology: ["Gross pathology", "H&E"],
};

/** Ages the site's list offers: each year to 18, then every five years from 20 to 100 (section 11). */
export const ages: readonly string[] = [
  ...Array.from({ length: 18 }, (_, index) =>
    index === 0 ? "1 year" : `${String(index + 1)} years`,
  ),
  ...Array.from(
    { length: 17 },
    (_, index) => `${String(20 + index * 5)} years`,
  ),
];
