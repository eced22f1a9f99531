// Keeps verdicts in the order of the walk while they come in any order: each file has a place, and the files of an archive share the place of the archive.

/** Places in the order in which they were given out. */
export class WalkOrder<Verdict> {
  readonly #places: (Verdict | WalkOrder<Verdict> | undefined)[] = [];

  /** The next place. */
  reserve(): number {
    return this.#places.push(undefined) - 1;
  }

  settle(place: number, verdict: Verdict): void {
    this.#places[place] = verdict;
  }

  /** Opens a place for several files instead of one. */
  branch(place: number): WalkOrder<Verdict> {
    const branch = new WalkOrder<Verdict>();
    this.#places[place] = branch;
    return branch;
  }

  /** The verdicts there are by now, in their order. */
  *settled(): Generator<Verdict> {
    for (const place of this.#places)
      if (place instanceof WalkOrder) yield* place.settled();
      else if (place !== undefined) yield place;
  }

  /** All verdicts; throws for a place without one, which is a bug. */
  *verdicts(): Generator<Verdict> {
    for (const place of this.#places)
      if (place === undefined) throw new Error("A file without a verdict");
      else if (place instanceof WalkOrder) yield* place.verdicts();
      else yield place;
  }
}
