// How records of fetched series are named.

/** As the store names records: by the UID of their series. */
export function isRecordName(fileName: string): boolean {
  return /^[0-9][0-9.]{0,63}\.json$/.test(fileName);
}
