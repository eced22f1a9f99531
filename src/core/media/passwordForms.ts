// The bytes that a password may have been turned into by the program that packed an archive.

/** What an archiver of DOS and of Western Windows writes for a character that is not ASCII, from byte 0x80 on. */
const codePages = [
  // 437, which the zip format names for all text
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  // 850, Western Europe
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  // Windows-1252
  "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ" +
    Buffer.from(Array.from({ length: 96 }, (_, at) => 0xa0 + at)).toString(
      "latin1",
    ),
];

/**
 * Every form of a password, the likeliest first, with one character for each byte: UTF-8, then what code pages make of it.
 * One for a password of ASCII. Neither zip's own encryption nor AES says which is meant.
 */
export function passwordForms(password: string): readonly string[] {
  const forms = [
    Buffer.from(password, "utf8").toString("latin1"),
    ...codePages.map((page) => inCodePage(password, page)),
  ];
  return [...new Set(forms.filter((form) => form !== null))];
}

/** Null if the code page lacks one of its characters. */
function inCodePage(password: string, page: string): string | null {
  let bytes = "";
  for (const character of password.normalize("NFC")) {
    const isAscii = character < "\u0080";
    const upper = page.indexOf(character);
    if (!isAscii && upper < 0) return null;
    bytes += isAscii ? character : String.fromCharCode(0x80 + upper);
  }
  return bytes;
}
