// Tar archives for tests, built by code from POSIX.1-2001 and what GNU tar adds.

/** One member of an archive. */
export interface TarMember {
  readonly name: string;
  readonly bytes?: Uint8Array;
  /** Default `0`, a file. */
  readonly type?: string;
  /** Writes the name in an extended header before it. */
  readonly longName?: "gnu" | "pax";
  /** Writes the size as GNU tar does beyond 8 GB. */
  readonly binarySize?: boolean;
  /** States this size instead of that of its content. */
  readonly statedBytes?: number;
  /** Further records of a pax header before it. */
  readonly records?: Readonly<Record<string, string>>;
  /** Blocks behind the header in which GNU tar lists the stretches of a sparse file (type S). */
  readonly sparseBlocks?: number;
}

const blockBytes = 512;
const nothing = new Uint8Array(0);

/** An archive with two blocks of zeros at its end. */
export function tarArchive(members: readonly TarMember[]): Uint8Array {
  return Buffer.concat([
    ...members.flatMap(memberBlocks),
    Buffer.alloc(2 * blockBytes),
  ]);
}

function memberBlocks(member: TarMember): readonly Uint8Array[] {
  const { name, bytes = nothing, type = "0", records, sparseBlocks } = member;
  const extended =
    records !== undefined
      ? memberBlocks({
          name: "pax",
          type: "x",
          bytes: Buffer.concat(
            Object.entries(records).map(([key, value]) =>
              paxRecord(key, value),
            ),
          ),
        })
      : member.longName === "gnu"
        ? memberBlocks({
            name: "././@LongLink",
            type: "L",
            bytes: Buffer.from(`${name}\0`),
          })
        : member.longName === "pax"
          ? memberBlocks({
              name: "pax",
              type: "x",
              bytes: paxRecord("path", name),
            })
          : [];
  const shown = member.longName === undefined ? name : "short";
  return [
    ...extended,
    header(
      { ...member, name: shown, type },
      member.statedBytes ?? bytes.length,
    ),
    ...sparseMap(sparseBlocks ?? 0),
    bytes,
    Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes),
  ];
}

function sparseMap(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const block = Buffer.alloc(blockBytes);
    block[504] = index + 1 < count ? 1 : 0;
    return block;
  });
}

function paxRecord(key: string, value: string): Uint8Array {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest) + 1;
  while (String(length).length + Buffer.byteLength(rest) !== length)
    length += 1;
  return Buffer.from(`${length}${rest}`);
}

function header(member: TarMember, sizeBytes: number): Uint8Array {
  const block = Buffer.alloc(blockBytes);
  block.write(member.name, 0, 100);
  block.write("0000644\0", 100);
  if (member.binarySize === true) {
    block.writeUInt8(0x80, 124);
    block.writeUIntBE(sizeBytes, 130, 6);
  } else {
    block.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, 124);
  }
  block.write(member.type ?? "0", 156);
  if ((member.sparseBlocks ?? 0) > 0) block[482] = 1;
  block.write("ustar\u000000", 257);
  block.fill(" ", 148, 156);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
