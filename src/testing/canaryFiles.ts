// Files with a unique marker in every place that a DICOM file has, valid or not for the place. For tests of what survives de-identification.
import { dictionaryVR } from "../core/dicom/dictionary.ts";
import { dictionaryLines } from "../core/dicom/generated/dictionary.ts";
import { valueEncodings } from "../core/dicom/transferSyntaxes.ts";
import { concatenate, encodeElements } from "../core/dicom/writeDataSet.ts";
import {
  ctSliceAttributes,
  dicomFile,
  testUID,
  valueOf,
  type FixtureItem,
  type FixtureValue,
} from "./dicomFixtures.ts";
import {
  canaryCodestreams,
  type CanaryCodestream,
} from "./canaryCodestreams.ts";
import { canaryClasses, canaryScripts } from "./canaryKinds.ts";

/** The beginning of every marker: what a search looks for. */
export const canaryMark = "CNRY";

/** The part of a marker in a UID that nothing else has; a UID takes no letters. */
export const canaryUID = "67788289";

/** How files are encoded: plain, or with one of the codestreams. */
const encodings: readonly {
  readonly transferSyntaxUID: string;
  readonly codestream?: CanaryCodestream;
}[] = [
  { transferSyntaxUID: "1.2.840.10008.1.2" },
  { transferSyntaxUID: "1.2.840.10008.1.2.1" },
  { transferSyntaxUID: "1.2.840.10008.1.2.2" },
  { transferSyntaxUID: "1.2.840.10008.1.2.1.99" },
  ...canaryCodestreams.map((codestream) => ({
    transferSyntaxUID: codestream.transferSyntaxUID,
    codestream,
  })),
];

/** How many files it takes until each class has come in each encoding. */
export const canaryRound = encodings.length * Object.keys(canaryClasses).length;

/** Attributes without which, or with a wrong value of which, an image is refused. */
const needed = new Set([
  ..."00080005 00080016 00080018 0020000d 0020000e 00080060".split(" "),
  ..."00280002 00280004 00280006 00280008 00280010 00280011".split(" "),
  ..."00280100 00280101 00280102 00280103 00280302 7fe00010".split(" "),
  ..."7fe00008 7fe00009 7fe00001 7fe00002 7fe00003 fffee000".split(" "),
  // Functional groups are planted with numbers that are read.
  ..."52009229 52009230 00081150 fffee00d fffee0dd".split(" "),
]);

/** Attributes of the dictionary that may be planted; groups that repeat are planted in their second place. */
const planted = dictionaryLines
  .split("\n")
  .map((line) => ({
    tag: line
      .slice(0, 8)
      .replace(/^(..)xx/, "$102")
      .replaceAll("x", "0"),
    vr: line.slice(8, 10),
  }))
  .filter(({ tag }) => /^(?!000[0-7]|fffe|fffc)/.test(tag) && !needed.has(tag));

const sequences = planted.filter(({ vr }) => vr === "SQ");
const values = planted.filter(({ vr }) => vr !== "SQ");

/** One file to plant. */
export interface CanaryFile {
  /** Anything from 0; the same number is the same file. Class, encoding, script and which attributes follow from it. */
  readonly number: number;
  /** Of the attributes of the dictionary one in so many is planted; another one in the next file. Default 1: all. */
  readonly thinning?: number;
}

/** A planted file and what it is. */
export interface PlantedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly className: string;
  readonly characterSet: string;
  readonly transferSyntaxUID: string;
  /** Markers in it. */
  readonly canaries: number;
}

/** Builds the file. */
export function canaryFile({ number, thinning = 1 }: CanaryFile): PlantedFile {
  const classNames = Object.keys(canaryClasses);
  const className = classNames[number % classNames.length] ?? "";
  const script = canaryScripts[number % canaryScripts.length];
  const planter = new Planter(number, script?.word ?? new Uint8Array(0));
  const isPlanted = (index: number) => index % thinning === number % thinning;
  const attributes: FixtureItem = {
    ...Object.fromEntries(
      values
        .filter((_, index) => isPlanted(index))
        .map(({ tag, vr }) => planter.attribute(tag, vr)),
    ),
    ...Object.fromEntries(
      sequences
        .filter((_, index) => isPlanted(index))
        .map(({ tag }) => [`${tag} SQ`, [planter.item(tag, 1)]]),
    ),
    ...planter.privateGroup("0029"),
    ...planter.overlaysAndCurves(),
    ...needs(canaryClasses[className] ?? "", number, planter),
    // Files with the same attributes, so that markers read as b-values leave no image of another series unsent.
    SeriesInstanceUID: testUID(1000 + (number % thinning)),
    ...(script?.characterSet !== "" && {
      SpecificCharacterSet: script?.characterSet ?? "",
    }),
  };
  const { transferSyntaxUID = "", codestream } =
    encodings[Math.floor(number / classNames.length) % encodings.length] ?? {};
  const fragments = codestream?.fragments((place) => planter.marker(place));
  const { PixelData, ...withoutPixels } = attributes;
  const file = dicomFile({
    ...(fragments === undefined || PixelData === undefined
      ? { attributes }
      : { attributes: withoutPixels, fragments }),
    transferSyntaxUID,
    // A deflated or big endian end would be bytes of another encoding.
    trailing:
      transferSyntaxUID === "1.2.840.10008.1.2.1"
        ? trailingPadding(planter)
        : new Uint8Array(0),
  });
  const bytes = withMeta(Buffer.from(file), planter);
  bytes.write(planter.marker("preamble"), 0, "latin1");
  return {
    bytes,
    className,
    transferSyntaxUID,
    characterSet: script?.characterSet ?? "",
    canaries: planter.count,
  };
}

/** What makes it an image: the fixture's slice, with its own UIDs. Nothing of it names a patient. */
function needs(
  sopClassUID: string,
  number: number,
  planter: Planter,
): FixtureItem {
  const slice = ctSliceAttributes({ instanceNumber: number + 1 });
  const kept = Object.fromEntries(
    Object.entries(slice).filter(([keyword]) =>
      /^(SOP|Study.*UID|Series.*UID|Modality|Rows|Columns|Bits|High|Pixel[RD]|Samples|Photo)/.test(
        keyword,
      ),
    ),
  );
  return {
    ...kept,
    SOPClassUID: sopClassUID,
    // Known words first: a marker behind them must not ride along.
    ImageType: `ORIGINAL\\PRIMARY\\AXIAL\\${planter.marker("00080008")}`,
    SharedFunctionalGroupsSequence: [planter.functionalGroups()],
    PerFrameFunctionalGroupsSequence: [planter.functionalGroups()],
    // More bytes than the image has.
    PixelData: concatenate([
      Buffer.from(new Uint16Array(16).fill(1000 + (number % 50)).buffer),
      Buffer.from(planter.marker("7fe00010"), "latin1"),
    ]),
  };
}

class Planter {
  count = 0;
  readonly #number: number;
  readonly #word: Uint8Array;

  constructor(number: number, word: Uint8Array) {
    this.#number = number;
    this.#word = word;
  }

  /** Sixteen characters at most, so that they fit a code string: the mark, the place, the file. */
  marker(place: string): string {
    this.count += 1;
    const file = this.#number.toString(36).toUpperCase().padStart(4, "0");
    return `${canaryMark}${place.toUpperCase().slice(-8)}${file}`;
  }

  /** A value that fits the VR where text can, in the bytes of other VRs where it cannot; under VR UN now and then. */
  attribute(tag: string, vr: string): [string, FixtureValue] {
    const text = this.marker(tag);
    // File by file in another form.
    const turn = (this.#number + parseInt(tag, 16)) % 7;
    if (turn === 0) return [`${tag} UN`, bytesOf(text)];
    const inScript = concatenate([bytesOf(`${text} `), this.#word]);
    switch (vr) {
      case "PN":
        return [`${tag} PN`, turn < 4 ? `${text}^B^C` : withGroups(inScript)];
      case "LO":
      case "SH":
      case "LT":
      case "ST":
      case "UT":
      case "UC":
        return [`${tag} ${vr}`, turn < 4 ? text : inScript];
      case "UI":
        return [
          `${tag} UI`,
          turn < 4
            ? `1.2.826.${parseInt(tag, 16)}.${canaryUID}.${this.#number}`
            : text,
        ];
      case "DS":
      case "IS":
      case "CS":
        return [`${tag} ${vr}`, turn < 4 ? text : `1\\${text}`];
      case "OB":
      case "OW":
      case "UN":
      case "OF":
      case "OD":
      case "OL":
      case "OV":
      case "AT":
      case "FL":
      case "FD":
      case "US":
      case "SS":
      case "UL":
      case "SL":
      case "SV":
      case "UV":
        return [`${tag} ${vr}`, bytesOf(text)];
      default:
        return [`${tag} ${vr}`, text];
    }
  }

  /** An item with markers, and one like it below, five deep. */
  item(place: string, depth: number): FixtureItem {
    return {
      PatientName: `${this.marker(place)}^${depth}`,
      "00400555 LO": this.marker(place),
      "00080104 LO": concatenate([bytesOf(this.marker(place)), this.#word]),
      "00091001 UN": bytesOf(this.marker(place)),
      ...(depth < 5 && {
        "0040a730 SQ": [this.item(place, depth + 1)],
      }),
    };
  }

  privateGroup(group: string): FixtureItem {
    return {
      [`${group}0010 LO`]: this.marker("creator"),
      [`${group}1001 LO`]: this.marker("private1"),
      [`${group}1002 UN`]: bytesOf(this.marker("private2")),
      [`${group}1003 SQ`]: [this.item("private3", 1)],
      [`${group}1004 OB`]: bytesOf(this.marker("private4")),
    };
  }

  overlaysAndCurves(): FixtureItem {
    return {
      "60000010 US": 4,
      "60000011 US": 4,
      "60000022 LO": this.marker("60000022"),
      "60001500 LO": this.marker("60001500"),
      "60003000 OW": bytesOf(this.marker("60003000")),
      "601e3000 OB": bytesOf(this.marker("601e3000")),
      "50000022 LO": this.marker("50000022"),
      "50003000 OW": bytesOf(this.marker("50003000")),
      "00880200 SQ": [
        {
          "00280010 US": 2,
          "00280011 US": 8,
          "7fe00010 OW": bytesOf(this.marker("icondata")),
        },
      ],
      // Group lengths hold numbers.
      "00090000 UL": bytesOf(this.marker("00090000").slice(0, 4)),
      "00100000 UL": bytesOf(this.marker("00100000").slice(0, 4)),
    };
  }

  /** Groups whose values come to the top level when a frame becomes an image. */
  functionalGroups(): FixtureItem {
    return {
      PlanePositionSequence: [{ ImagePositionPatient: "1\\2\\3" }],
      PixelMeasuresSequence: [
        { PixelSpacing: "1\\1", SliceThickness: this.marker("00180050") },
      ],
      FrameContentSequence: [
        {
          "00209157 UL": 1,
          "00204000 LT": this.marker("00204000"),
          "00209453 LO": this.marker("00209453"),
        },
      ],
      "00189301 SQ": [
        {
          "00089007 CS": `ORIGINAL\\PRIMARY\\${this.marker("00089007")}`,
          "00089206 CS": this.marker("00089206"),
          "00080008 CS": this.marker("00080008"),
        },
      ],
      "00209071 SQ": [{ "00200060 CS": this.marker("00200060") }],
      "00289145 SQ": [
        { RescaleType: this.marker("00281054"), RescaleSlope: "1" },
      ],
      "00289132 SQ": [
        {
          WindowCenter: "40",
          WindowWidth: "400",
          "00281055 LO": this.marker("00281055"),
        },
      ],
      "00189314 SQ": [{ "00181210 SH": this.marker("00181210") }],
    };
  }
}

function withGroups(name: Uint8Array): Uint8Array {
  return concatenate([name, bytesOf("="), name, bytesOf("="), name]);
}

/** Text as bytes of any VR: as long as the longest unit asks for. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, "latin1");
  return Uint8Array.from(
    text.length <= 4
      ? bytes
      : Buffer.concat([bytes, Buffer.alloc(8, 0x20)]).subarray(
          0,
          Math.ceil(bytes.length / 8) * 8,
        ),
  );
}

/** Data Set Trailing Padding (PS3.10 7.2), and bytes behind it that are nothing. */
function trailingPadding(planter: Planter): Uint8Array {
  return concatenate([
    valueOf(
      encodeElements(
        [
          {
            tag: 0xfffcfffc,
            vr: "OB",
            value: bytesOf(planter.marker("fffcfffc")),
          },
        ],
        valueEncodings.explicitLE,
      ),
    ),
  ]);
}

/** Adds AE titles and private information to file meta information, the deflated data set left as it is. */
function withMeta(file: Buffer, planter: Planter): Buffer<ArrayBuffer> {
  const text = (tag: number, place: string) => ({
    tag,
    vr: dictionaryVR(tag),
    value: bytesOf(planter.marker(place)),
  });
  const added = valueOf(
    encodeElements(
      [
        text(0x00020016, "00020016"),
        text(0x00020017, "00020017"),
        text(0x00020018, "00020018"),
        { tag: 0x00020100, vr: "UI", value: Buffer.from(testUID(8)) },
        text(0x00020102, "00020102"),
      ],
      valueEncodings.explicitLE,
    ),
  );
  const metaEnd = 144 + file.readUInt32LE(140);
  file.writeUInt32LE(file.readUInt32LE(140) + added.length, 140);
  return Buffer.from(
    concatenate([file.subarray(0, metaEnd), added, file.subarray(metaEnd)]),
  );
}
