// Names of files and folders that operating systems leave behind and that never hold an image of the examination.

const fileNames = new Set([
  ".ds_store",
  ".localized",
  "desktop.ini",
  "ehthumbs.db",
  "icon\r",
  "thumbs.db",
]);

const folderNames = new Set([
  "$recycle.bin",
  "__macosx",
  ".fseventsd",
  ".spotlight-v100",
  ".trashes",
  "system volume information",
]);

/** True for files such as Thumbs.db and the `._` companions that macOS writes to foreign disks. */
export function isSystemFileName(name: string): boolean {
  return name.startsWith("._") || fileNames.has(name.toLowerCase());
}

/** True for folders such as __MACOSX: everything in them is a system file. */
export function isSystemFolderName(name: string): boolean {
  return folderNames.has(name.toLowerCase());
}
