// Words of the patient that are joined to something: digits, other words, endings, signs that nobody sees.
import { describe, expect, it } from "vitest";
import { foundIn, foundOf, wordsOfName } from "../../testing/foundWords.ts";

describe("a name", () => {
  it.each([
    ["NOVAK^EVA", "Novak1", ["Novak"]],
    ["NOVAK^EVA", "2Novak", ["Novak"]],
    ["NOVAK^EVA", "IMG_Novak2019", ["Novak"]],
    ["NOVAK^JAN", "JanNovak_CT", ["Jan", "Novak"]],
    ["NOVAK^EVA", "CTNovak", ["Novak"]],
    ["NOVAK^EVA", "novaks scan", ["novaks"]],
    ["NOVAK^EVA", "u Novakové", []],
    ["NOVAK^EVA", "s Novakem", ["Novakem"]],
    ["NOVAK^EVA", "No\u00advak", ["No\u00advak"]],
    ["NOVAK^EVA", "No\u200bvak", ["No\u200bvak"]],
    ["NOVAK^EVA", "here\u200bNovak", ["Novak"]],
    ["Иванов^Олег", "снимок Иванова", ["Иванова"]],
    ["Иванова^Ольга", "у Ивановой", ["Ивановой"]],
    ["LI^WEI", "LiWei", ["Li", "Wei"]],
    ["NOVAKOVA^EVA", "s Novákovou", ["Novákovou"]],
    ["NOVAKOVA^EVA", "u Novákové", ["Novákové"]],
    ["NOVAKOVA^EVA", "s novákovou", []],
    ["KOWALSKI^JAN", "pana Kowalskiego", ["Kowalskiego"]],
    ["KOWALSKI^JAN", "z panem kowalskim", []],
    ["KOWALSKA^EVA", "pani Kowalskiej", ["Kowalskiej"]],
    ["NOVOTNY^JAN", "pro Novotného", ["Novotného"]],
    ["NOVOTNA^EVA", "s Novotnou", ["Novotnou"]],
    ["HAJEK^JAN", "pro Hájka", ["Hájka"]],
    ["KUCERA^JAN", "s Kučerou", ["Kučerou"]],
    ["MARIA^EVA", "Charcot-Marie-Tooth", []],
  ])("%s in: %s", (name, text, hits) => {
    expect(foundIn(text, wordsOfName(name))).toEqual(hits);
  });

  it.each([
    ["LONG^IDA", "longAxis"],
    ["BROWN^IDA", "Brownian"],
    ["LEN^IDA", "a lens"],
    ["TE^IDA", "TE10"],
    ["MCDON^IDA", "McDonald"],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });
});

describe("a name that is taken apart", () => {
  it.each([
    ["NOVAKOVA", "for N O V A K O V A here", "N O V A K O V A"],
    ["NOVAKOVA", "for N o v a k o v a here", "N o v a k o v a"],
    ["NOVAKOVA", "N.O.V.A.K.O.V.A.", "N.O.V.A.K.O.V.A"],
    ["NOVAKOVA", "a N-o-v-a-k-o-v-a", "N-o-v-a-k-o-v-a"],
    ["NOVAKOVA", "E V A N O V A K O V A", "N O V A K O V A"],
    ["BROWN", "B R O W N", "B R O W N"],
    ["NOVAKOVA", "Nova-kova", "Nova-kova"],
    ["NOVAKOVA", "nova-kova", "nova-kova"],
    ["NOVAKOVA", "No-va-ko-va", "No-va-ko-va"],
    ["NOVAKOVA", "Nova_kova", "Nova_kova"],
    ["NOVAKOVA", "NOVA KOVA", "NOVA KOVA"],
    ["OBRIEN", "Mrs O Brien fell", "O Brien"],
    ["OBRIEN", "o brien", "o brien"],
    ["O'BRIEN", "O-Brien", "O-Brien"],
    ["MCDONALD", "Mc Donald", "Mc Donald"],
    ["VANDERBERG", "van der Berg", "van der Berg"],
    ["Иванова", "И в а н о в а", "И в а н о в а"],
  ])("%s in: %s", (name, text, hit) => {
    const words = [{ kind: "name", text: name }] as const;
    expect(foundIn(text, words)).toEqual([hit]);
    expect(foundIn(text, words, "value")).toEqual([hit]);
  });

  it.each([
    ["HEAD", "H E A D"],
    ["FORMAN", "for man and woman"],
    ["FORMAN", "For man"],
    ["NEWMAN", "New man"],
    ["ABELL", "A Bell"],
    ["ABELL", "a bell"],
    ["COPE", "C O P D"],
    ["INLAND", "in land"],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });
});

describe("a name with its title", () => {
  it.each(["drnovak", "DrNovak", "Dr.Novak", "dr_novak", "profnovak"])(
    "%s",
    (text) => {
      const words = wordsOfName("NOVAK", "physician");
      expect(foundIn(`for ${text}`, words)).toHaveLength(1);
    },
  );

  it.each(["drsmith", "dr.smith", "Dr.Smith"])("%s", (text) => {
    const words = wordsOfName("SMITH", "physician");
    expect(foundIn(`for ${text}`, words)).toHaveLength(1);
  });

  it("is none where a word only begins like one", () => {
    expect(foundIn("drain, drought", wordsOfName("AIN^OUGH"))).toEqual([]);
  });
});

describe("a number", () => {
  it.each([
    ["id", "PAT-123456", "123456", "123456"],
    ["id", "MRN123456", "known as 123456", "123456"],
    ["id", "123456^^^HOSP", "123456", "123456"],
    ["id", "7712345/HOSP", "Pat 7712345", "7712345"],
    ["id", "123456", "MRN123456", "123456"],
    ["id", "123456", "pt123456x", "123456"],
    ["id", "1234", "ID1234", "1234"],
    ["id", "0047113", "Pat 47113 head", "47113"],
    ["id", "47113", "Pat 0047113", "0047113"],
    ["id", "7712345", "id ７７１２３４５", "７７１２３４５"],
    ["id", "7712345", "id ٧٧١٢٣٤٥", "٧٧١٢٣٤٥"],
    ["accession", "CT-2024-55123", "55123", "55123"],
    ["accession", "RIS7712345", "acc 7712345", "7712345"],
    ["phone", "+44 20 7946 0000", "call 020 7946 0000", "020 7946 0000"],
    ["phone", "+41 79 555 12 34", "tel 0795551234", "0795551234"],
  ] as const)("%s %s in: %s", (kind, word, text, hit) => {
    expect(foundOf(kind, word, text)).toEqual([hit]);
  });

  it.each([
    ["id", "1234", "B1234"],
    ["id", "PAT-123456", "9123456"],
    ["accession", "CT-2024-17", "in 2024, 17 cases"],
    ["station", "SN-55123", "55123"],
    ["phone", "+44 20 7946 0000", "7946 cases"],
  ] as const)("%s %s not in: %s", (kind, word, text) => {
    expect(foundOf(kind, word, text)).toEqual([]);
  });
});
