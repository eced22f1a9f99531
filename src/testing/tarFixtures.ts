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
  const { name, bytes = nothing, type = "0" } = member;
  const extended =
    member.longName === "gnu"
      ? memberBlocks({
          name: "././@LongLink",
          type: "L",
          bytes: Buffer.from(`${name}\0`),
        })
      : member.longName === "pax"
        ? memberBlocks({ name: "pax", type: "x", bytes: paxRecord(name) })
        : [];
  const shown = member.longName === undefined ? name : "short";
  return [
    ...extended,
    header({ ...member, name: shown, type }, bytes.length),
    bytes,
    Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes),
  ];
}

function paxRecord(path: string): Uint8Array {
  const rest = ` path=${path}\n`;
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
  block.write("ustar\u000000", 257);
  block.fill(" ", 148, 156);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
