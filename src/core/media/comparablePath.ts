// Paths as discs and their directories have them, brought to one form in which they can be compared.

/** Without what file systems of discs and copying change: case, ISO 9660 versions (`;1`), the dot after a name without extension, and `.dcm`. */
export function comparablePath(path: string): string {
  return path.replaceAll("\\", "/").split("/").map(comparableName).join("/");
}

/** The same for the name of one file or folder. */
export function comparableName(name: string): string {
  const lower = name.toLowerCase();
  return lower.replace(/;\d+$/, "").replace(/(?:\.dcm|\.)$/, "") || lower;
}

/** The folder that a file with a comparable path lies in, then those around it, each with its separator. An archive is a folder too. */
export function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.length - 1; end >= 0; end--)
    if (path[end] === "/" || path[end] === "!")
      folders.push(path.slice(0, end + 1));
  return folders;
}
