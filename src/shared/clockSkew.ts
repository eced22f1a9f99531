// How far a clock may be off before it matters.

/** From here it is worth saying. */
export const noticeableSkewMs = 60_000;

/** The service takes tokens and the storage signatures within minutes; certificates may care about less. */
export const harmfulSkewMs = 5 * 60_000;
