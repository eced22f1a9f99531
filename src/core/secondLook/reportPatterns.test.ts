// Names in a report of somebody whose words nobody knows, and ordinary reports in which there are none.
import { describe, expect, it } from "vitest";
import { checkReport } from "./checkReport.ts";

const found = (text: string) =>
  checkReport(text, []).findings.map(({ start, end }) =>
    text.slice(start, end),
  );

describe("a name in a report without a patient to compare with", () => {
  it.each([
    ["Patient John Smith has an effusion.", "John Smith"],
    ["Chest John Smith", "John Smith"],
    ["Comparison Mary Jones film", "Mary Jones"],
    ["Effusion in Mary Jones.", "Mary Jones"],
    ["Effusion in Gary Jones.", "Gary Jones"],
    ["Effusion in Hilary Ingram.", "Hilary Ingram"],
    ["Effusion in Paloma Chaudhary.", "Paloma Chaudhary"],
    ["Patient John Adam Smith is well.", "John Adam Smith"],
    ["Ann Lee has an effusion.", "Ann Lee"],
    ["Name: Sarah O'Brien", "Sarah O'Brien"],
    ["Effusion in Fiona McDonald.", "Fiona McDonald"],
    ["O'NEIL, MARY", "O'NEIL, MARY"],
    ["SMITH, JOHN", "SMITH, JOHN"],
    ["Smith, John", "Smith, John"],
    ["JOHN SMITH", "JOHN SMITH"],
    ["CHEST JOHN SMITH", "JOHN SMITH"],
    ["THERE IS A SMALL LEFT EFFUSION IN MARY SMITH TODAY.", "MARY SMITH"],
    ["smith john 54 M", "smith john 54 M"],
    ["Effusion. R. Patel, consultant radiologist", "R. Patel"],
    ["Typed by A Brown", "Typed by A Brown"],
    ["Small effusion.\nSJ/mk", "SJ/mk"],
  ])("%s", (text, name) => {
    expect(found(text).some((each) => each.includes(name))).toBe(true);
  });
});

describe("an ordinary report", () => {
  it.each([
    "CHEST RADIOGRAPH\nFINDINGS: The lungs are clear. Heart size is normal.\nIMPRESSION: No acute abnormality.",
    "FINDINGS IMPRESSION CHEST RADIOGRAPH",
    "CHEST RADIOGRAPH. THERE IS A SMALL LEFT PLEURAL EFFUSION. NO PNEUMOTHORAX. HEART SIZE NORMAL.",
    "CLINICAL INFORMATION: COUGH AND FEVER.\nTECHNIQUE: PA AND LATERAL.\nCOMPARISON: NONE.",
    "PORTABLE CHEST RADIOGRAPH\nETT, NGT and right IJ CVC are well placed.",
    "PICC, ICD and COPD. Previous CABG, TAVI.",
    "Clinical History: Shortness of breath.\nComparison: None.\nFindings: Right Lower Lobe consolidation.",
    "Mild Cardiomegaly. Aortic Calcification. Bilateral Pleural Effusions.",
    "Chest PA/lat\nLungs are clear.",
    "Old Granulomatous Disease. Apical Scarring. Hilar Adenopathy.",
    "Known hepatitis B. Chest is clear. Vitamin D. Bones are osteopenic.",
    "A 54 M with cough. No consolidation. An 8 F drain is in place.",
    "E. coli pneumonia. Multifocal consolidation, worst in the left lower lobe.",
    "Swyer James syndrome. Kerley B lines. Ghon focus. Hampton hump.",
    "Hiatus hernia. Degenerative change in the thoracic spine. Left basal atelectasis.",
    "Coronary stents. Pulmonary venous congestion. Miliary nodules. Biliary stent.",
    "Sternotomy wires. Mitral valve replacement. Dual lead pacemaker, leads in the right atrium and ventricle.",
    "Suspected malignancy: CT recommended. Discussed at the MDT. Follow-up in 6 weeks.",
    "NG TUBE POSITION\nTip below the diaphragm. SAFE TO USE.",
    "LUNGS: Clear.\nPLEURA: No effusion.\nMEDIASTINUM: Normal.\nBONES: No fracture.\nLINES AND TUBES: None.",
    "Subtle Right Apical opacity, Possible Tuberculosis. Sputum advised.",
    "Crohn, Behcet and Takayasu. Dextrocardia, Situs Inversus. Left Ventricular Failure.",
    "Hodgkin lymphoma, Ann Arbor stage II. Right Hilar Mass, Likely Malignant. Pancoast Tumour.",
    "Emphysema, Bronchiectasis, Fibrosis. Honeycombing at the bases.",
  ])("%#", (text) => {
    expect(found(text)).toEqual([]);
  });
});
