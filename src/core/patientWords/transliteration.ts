// How names in Cyrillic and Greek are written in Latin letters: "Щербакова" is Shcherbakova, Ščerbakova and Schtscherbakowa.
import { foldText } from "./foldText.ts";

/** Shorter words come out like any other. */
const shortest = 4;

/** One column a scheme: English, passports (ICAO 9303), scientific (ISO 9), German, Ukrainian. One letter means all five. */
const cyrillic = parsedTable(
  `а a|б b|в v v v w v|г g g g g h|д d|е e|ё yo e e jo io|ж zh zh z sch zh|з z z z s z|и i i i i y|й y i j j i|к k|л l|м m|н n|о o|п p|р r|с s|т t|у u
  ф f|х kh kh ch ch kh|ц ts ts c z ts|ч ch ch c tsch ch|ш sh sh s sch sh|щ shch shch sc schtsch shch|ъ - ie - - -|ы y|ь -|э e|ю yu iu ju ju iu
  я ya ia ja ja ia|і i|ї yi i ji ji i|є ye ie je je ie|ґ g|ђ dj|ј j|љ lj|њ nj|ћ c|џ dz`,
);

/** One column a scheme: of passports (ELOT 743), as it is heard, as in old Greek. */
const greek = parsedTable(
  `ου ou|αυ av af au|ευ ev ef eu|μπ mp b mp|ντ nt d nt|γγ ng|γκ gk g gk|α a|β v v b|γ g|δ d|ε e|ζ z|η i i e|θ th|ι i|κ k|λ l|μ m|ν n|ξ x ks x|ο o
  π p|ρ r|σ s|ς s|τ t|υ y i y|φ f f ph|χ ch h ch|ψ ps|ω o`,
);

type Scheme = ReadonlyMap<string, string>;

/** The word in Latin letters, folded, by every scheme; none for words of other scripts and for short ones. */
export function latinSpellings(word: string): readonly string[] {
  if (/^[\u0000-\u036f]*$/.test(word)) return [];
  const plain = word.normalize("NFC").toLowerCase();
  const schemes = /\p{Script=Cyrillic}/u.test(plain) ? cyrillic : greek;
  const letters = schemes === greek ? foldText(word) : plain;
  const spelled = schemes.flatMap((scheme) =>
    endingsOf(inLatin(letters, scheme)),
  );
  return [...new Set(spelled)].filter(
    (spelling) => spelling.length >= shortest && /^[a-z]+$/.test(spelling),
  );
}

function inLatin(word: string, scheme: Scheme): string {
  let latin = "";
  for (let at = 0; at < word.length;) {
    const two = scheme.get(word.slice(at, at + 2));
    latin +=
      two ?? scheme.get(word.slice(at, at + 1)) ?? word.slice(at, at + 1);
    at += two === undefined ? 1 : 2;
  }
  return latin;
}

/** "-ский" is "-skiy", "-skii" and "-skij", and mostly "-sky". */
function endingsOf(latin: string): readonly string[] {
  const stem = latin.replace(/[iy][iyj]$/, "");
  return stem === latin ? [latin] : [latin, `${stem}y`, `${stem}i`];
}

function parsedTable(table: string): readonly Scheme[] {
  const rows = table.split(/[|\n]/).map((row) => {
    const [letters = "", first = "", ...others] = row.trim().split(" ");
    return [letters, [first, ...others]] as const;
  });
  const columns = Math.max(...rows.map(([, spellings]) => spellings.length));
  return Array.from(
    { length: columns },
    (_, column) =>
      new Map(
        rows.map(([letters, spellings]) => {
          const spelling = spellings[column] ?? spellings[0];
          return [letters, spelling === "-" ? "" : spelling];
        }),
      ),
  );
}
