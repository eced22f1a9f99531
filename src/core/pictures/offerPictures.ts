// Pictures among the skipped files of a scan as a study of their own, which the user may take in.
import { emptyHeader } from "../model/emptyHeader.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { PictureFacts, ScannedPicture } from "../model/picture.ts";
import type {
  GroupedImages,
  SeriesGroup,
  Stack,
  StudyGroup,
} from "../model/stack.ts";
import { stackId, studyKey } from "../grouping/digests.ts";

/**
 * The same groups with a last study of all pictures that were skipped as such; those are no longer among the skipped files.
 * Stills of one folder, format and size are one stack, in the natural order of their names; a film is a stack of its own.
 */
export function offerPictures(groups: GroupedImages): GroupedImages {
  const pictures = groups.skipped.flatMap(({ picture }) => picture ?? []);
  if (pictures.length === 0) return groups;
  return {
    studies: [...groups.studies, pictureStudy(pictures)],
    skipped: groups.skipped.filter(({ picture }) => picture === undefined),
  };
}

function pictureStudy(pictures: readonly ScannedPicture[]): StudyGroup {
  const stacks = new Map<string, ScannedPicture[]>();
  for (const picture of [...pictures].sort(byName)) {
    const traits = JSON.stringify(stackTraits(picture));
    const members = stacks.get(traits);
    if (members === undefined) stacks.set(traits, [picture]);
    else members.push(picture);
  }
  return {
    key: studyKey(["pictures"]),
    studyInstanceUID: emptyHeader.studyInstanceUID,
    patient: emptyHeader.patient,
    date: "",
    time: "",
    description: "",
    modality: "",
    series: [...stacks.values()].map(pictureSeries),
  };
}

/** What the pictures of a stack have in common. */
function stackTraits({ source, facts }: ScannedPicture): readonly string[] {
  return facts.format === "mp4"
    ? ["film", source.path]
    : [
        "stills",
        splitPath(source.path).folder,
        facts.format,
        `${facts.columns}x${facts.rows}`,
      ];
}

function pictureSeries(pictures: readonly ScannedPicture[]): SeriesGroup {
  const [first] = pictures;
  if (first === undefined) throw new Error("A stack without pictures");
  const { folder, name } = splitPath(first.source.path);
  const stack: Stack = {
    id: stackId(["picture", ...stackTraits(first)]),
    splitBy: [],
    traits: [],
    plane: null,
    specifics: "",
    images: pictures.map(({ source, facts }) => ({
      instance: { source, header: pictureHeader(facts), picture: facts },
      frame: null,
    })),
    selectedByDefault: false,
    heldBack: "picture",
    warnings: [],
    picture: first.facts.format,
  };
  return {
    seriesInstanceUID: emptyHeader.seriesInstanceUID,
    number: null,
    description: pictures.length === 1 ? name : splitPath(folder).name,
    modality: "",
    stacks: [stack],
  };
}

function splitPath(path: string) {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return { folder: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) };
}

/** By folder, then as people count: picture 2 before picture 10. */
const naturalOrder = new Intl.Collator("en", { numeric: true });

function byName(a: ScannedPicture, b: ScannedPicture): number {
  const [pathA, pathB] = [splitPath(a.source.path), splitPath(b.source.path)];
  return (
    naturalOrder.compare(pathA.folder, pathB.folder) ||
    naturalOrder.compare(pathA.name, pathB.name) ||
    (a.source.path < b.source.path ? -1 : 1)
  );
}

/** A header that says nothing but the size. */
function pictureHeader({ columns, rows }: PictureFacts): InstanceHeader {
  return {
    ...emptyHeader,
    pixels: {
      rows,
      columns,
      numberOfFrames: 1,
      samplesPerPixel: 3,
      photometricInterpretation: "RGB",
      planarConfiguration: 0,
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      pixelRepresentation: 0,
    },
  };
}
