// The classes and character sets that planted files come in.

const storage = "1.2.840.10008.5.1.4.1.1";

/** Classes with a policy of their own, and those of the union list, by name. */
export const canaryClasses: Readonly<Record<string, string>> = {
  DX: `${storage}.1.1`,
  MG: `${storage}.1.2`,
  CT: `${storage}.2`,
  "US multi-frame": `${storage}.3.1`,
  MR: `${storage}.4`,
  "MR spectroscopy": `${storage}.4.2`,
  US: `${storage}.6.1`,
  XA: `${storage}.12.1`,
  RF: `${storage}.12.2`,
  "XA 3D": `${storage}.13.1.1`,
  NM: `${storage}.20`,
  PET: `${storage}.128`,
  CR: `${storage}.1`,
  "secondary capture": `${storage}.7`,
  "multi-frame secondary capture": `${storage}.7.2`,
  "enhanced CT": `${storage}.2.1`,
  "enhanced MR": `${storage}.4.1`,
  "enhanced XA": `${storage}.12.1.1`,
  "enhanced PET": `${storage}.130`,
  "breast tomosynthesis": `${storage}.13.1.3`,
  "VL photography": `${storage}.77.1.4`,
  "RT image": `${storage}.481.1`,
  IVUS: `${storage}.6.2`,
};

/** Character sets with a word for the bird in their own script, encoded (PS3.3 C.12.1.1.2). */
export const canaryScripts: readonly {
  readonly characterSet: string;
  readonly word: Uint8Array;
}[] = [
  ["", "4b414e4152494b"],
  ["ISO_IR 100", "4b616ee47269656e"], // Kanärien
  ["ISO_IR 101", "4b616ee172696b"],
  ["ISO_IR 109", "4b616eb172696b"],
  ["ISO_IR 110", "4b616ee072696b"],
  ["ISO_IR 148", "4b616efd72696b"],
  ["ISO_IR 203", "4b616ebd72696b"],
  ["ISO_IR 144", "bad0ddd0e0d5d9dad0"], // канарейка
  ["ISO_IR 126", "eae1ede1f1dfede9"], // καναρίνι
  ["ISO_IR 127", "e3e4c7d1ea"],
  ["ISO_IR 138", "f7f0f8e9fa"],
  ["ISO_IR 166", "a4d0b9d2c3d5"],
  ["ISO_IR 13", "b6c5d8d4b6c5d8d4"],
  ["\\ISO 2022 IR 87", "1b2442252b254a256a25641b2842"], // カナリヤ
  ["ISO 2022 IR 13\\ISO 2022 IR 87", "1b2442252b254a256a25641b284a"],
  ["\\ISO 2022 IR 159", "1b242844302130223023303024301b2842"],
  ["\\ISO 2022 IR 149", "1b242943c4abb3aab8aebec6"], // 카나리아
  ["\\ISO 2022 IR 58", "1b2429413d703f3f48381b2842"],
  // Single bytes with code extensions: G1 is invoked by an escape sequence, or as the initial set (PS3.3 table C.12-3).
  ["ISO 2022 IR 6", "4b414e4152494b"],
  ["\\ISO 2022 IR 13", "1b2949b6c5d8d4b6c5d8d4"],
  ["\\ISO 2022 IR 100", "1b2d414b616ee47269656e"],
  ["\\ISO 2022 IR 101", "1b2d424b616ee172696b"],
  ["\\ISO 2022 IR 109", "1b2d434b616eb172696b"],
  ["\\ISO 2022 IR 110", "1b2d444b616ee072696b"],
  ["\\ISO 2022 IR 126", "1b2d46eae1ede1f1dfede9"],
  ["\\ISO 2022 IR 127", "1b2d47e3e4c7d1ea"],
  ["\\ISO 2022 IR 138", "1b2d48f7f0f8e9fa"],
  ["\\ISO 2022 IR 144", "1b2d4cbad0ddd0e0d5d9dad0"],
  ["\\ISO 2022 IR 148", "1b2d4d4b616efd72696b"],
  ["\\ISO 2022 IR 166", "1b2d54a4d0b9d2c3d5"],
  ["\\ISO 2022 IR 203", "1b2d624b616ebd72696b"],
  ["ISO_IR 192", "e98791e4b89de99b80e381aee9b3a5"], // 金丝雀の鳥
  ["GB18030", "bdf0cbbfc8b881308130"],
  ["GBK", "bdf0cbbfc8b8"],
].map(([characterSet = "", hex = ""]) => ({
  characterSet,
  word: Buffer.from(hex, "hex"),
}));
