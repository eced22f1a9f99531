// Order inside a case: the discussion comes first, and whatever is inserted pushes its equals and followers down (contract section 5).

/** An item with its place. */
export interface PlacedItem {
  readonly position: number;
}

/** Place for an item that names none: after all others. */
export function lastPosition(items: readonly PlacedItem[]): number {
  return Math.max(0, ...items.map((item) => item.position)) + 1;
}

/** Where an item ends up once another is inserted at `inserted`. */
export function positionAfterInsert(
  item: PlacedItem,
  inserted: number,
): number {
  return item.position >= inserted ? item.position + 1 : item.position;
}
