// UIDs for one sending: random, so that nothing links what was sent with the case or with another sending (PS3.5 B.2).
import type { Random } from "../ports/random.ts";
import type { FilmUIDs } from "../ports/secondLook.ts";

/** Three UIDs that nobody has used. */
export function newFilmUIDs(random: Random): FilmUIDs {
  const uid = () =>
    `2.25.${BigInt(`0x${Buffer.from(random.bytes(16)).toString("hex")}`)}`;
  return { study: uid(), series: uid(), instance: uid() };
}
