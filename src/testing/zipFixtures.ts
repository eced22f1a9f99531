// Zip archives for tests, built by code from APPNOTE 6.3.10 and the WinZip AES specification.
import { createCipheriv, createHmac, pbkdf2Sync } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";

/** One entry of an archive; what is given of its header is written as it is, also where it lies. */
export interface ZipMember {
  readonly name: string;
  /** The name as bytes without the mark of UTF-8, as old archivers write it. */
  readonly nameBytes?: Uint8Array;
  /** Marked as locked in PKWARE's own way, which nobody else opens. */
  readonly isStronglyEncrypted?: boolean;
  readonly bytes?: Uint8Array;
  readonly isStored?: boolean;
  /** Sizes and CRC after the data instead of before it. */
  readonly hasDataDescriptor?: boolean;
  readonly isZip64?: boolean;
  /** A password as text is written in UTF-8. */
  readonly lock?: {
    readonly kind: "zipCrypto" | "ae1" | "ae2";
    readonly password: string | Uint8Array;
  };
  /** File type and permissions, as Unix has them. */
  readonly unixMode?: number;
  readonly claimed?: {
    readonly sizeBytes?: number;
    readonly method?: number;
    readonly crc32?: number;
  };
}

const nothing = new Uint8Array(0);
const aesKeyBytes = 32;

/** An archive of the members, with Zip64 end records if any member asks for them. */
export function zipArchive(members: readonly ZipMember[]): Uint8Array {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const member of members) {
    const parts = memberParts(member, offset);
    local.push(parts.local);
    central.push(parts.central);
    offset += parts.local.length;
  }
  const directory = Buffer.concat(central);
  const isZip64 = members.some((member) => member.isZip64 === true);
  return Buffer.concat([
    ...local,
    directory,
    endRecords(
      { count: members.length, offset, length: directory.length },
      isZip64,
    ),
  ]);
}

interface Packed {
  readonly data: Uint8Array;
  readonly method: number;
  readonly crc: number;
  readonly aesExtra: Uint8Array;
}

/** Time 10:00 in MS-DOS form: the high byte is what data-descriptor entries check a password with. */
const dosTime = 0x5000;
const dosDate = 0x5821;

function memberParts(member: ZipMember, offset: number) {
  const { bytes = nothing, claimed = {} } = member;
  const packed = pack(member, bytes);
  const name = member.nameBytes ?? Buffer.from(member.name, "utf8");
  const sizeBytes = claimed.sizeBytes ?? bytes.length;
  const flags =
    (member.nameBytes === undefined ? 0x800 : 0) |
    (member.lock === undefined ? 0 : 1) |
    (member.hasDataDescriptor === true ? 8 : 0) |
    (member.isStronglyEncrypted === true ? 0x41 : 0);
  const common = (isLocal: boolean) => {
    const hidden = isLocal && member.hasDataDescriptor === true;
    const isZip64 = member.isZip64 === true;
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(isZip64 ? 45 : 20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(claimed.method ?? packed.method, 4);
    fields.writeUInt16LE(dosTime, 6);
    fields.writeUInt16LE(dosDate, 8);
    fields.writeUInt32LE(hidden ? 0 : (claimed.crc32 ?? packed.crc), 10);
    const small = isZip64 ? 0xffffffff : null;
    fields.writeUInt32LE(small ?? (hidden ? 0 : packed.data.length), 14);
    fields.writeUInt32LE(small ?? (hidden ? 0 : sizeBytes), 18);
    return fields;
  };
  const extra = (isLocal: boolean) =>
    Buffer.concat([
      member.isZip64 === true
        ? zip64Extra(
            isLocal
              ? [sizeBytes, packed.data.length]
              : [sizeBytes, packed.data.length, offset],
          )
        : nothing,
      packed.aesExtra,
    ]);
  const localExtra = extra(true);
  const local = Buffer.concat([
    Buffer.from("PK\x03\x04", "latin1"),
    common(true),
    uint16(name.length, localExtra.length),
    name,
    localExtra,
    packed.data,
    member.hasDataDescriptor === true
      ? descriptor(packed.crc, packed.data.length, sizeBytes)
      : nothing,
  ]);
  const centralExtra = extra(false);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((member.unixMode ?? 0o100644) << 16) >>> 0, 6);
  tail.writeUInt32LE(member.isZip64 === true ? 0xffffffff : offset, 10);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02", "latin1"),
    // Made on Unix.
    Buffer.of(63, 3),
    common(false),
    uint16(name.length, centralExtra.length),
    tail,
    name,
    centralExtra,
  ]);
  return { local, central };
}

function pack(member: ZipMember, bytes: Uint8Array): Packed {
  const method = member.isStored === true ? 0 : 8;
  const plain = method === 0 ? bytes : deflateRawSync(bytes);
  const crc = crc32(bytes);
  const { lock } = member;
  if (lock === undefined)
    return { data: plain, method, crc, aesExtra: nothing };
  if (lock.kind === "zipCrypto") {
    const check =
      member.hasDataDescriptor === true ? dosTime >>> 8 : crc >>> 24;
    const data = traditionallyEncrypted(plain, lock.password, check);
    return { data, method, crc, aesExtra: nothing };
  }
  const aesExtra = Buffer.from([1, 0x99, 7, 0, 0, 0, 0x41, 0x45, 3, 0, 0]);
  aesExtra[4] = lock.kind === "ae1" ? 1 : 2;
  aesExtra[9] = method;
  return {
    data: aesEncrypted(plain, lock.password),
    method: 99,
    crc: lock.kind === "ae1" ? crc : 0,
    aesExtra,
  };
}

function traditionallyEncrypted(
  plain: Uint8Array,
  password: string | Uint8Array,
  check: number,
): Uint8Array {
  const step = (crc: number, byte: number) =>
    (crc32(Uint8Array.of(byte), ~crc >>> 0) ^ 0xffffffff) >>> 0;
  let [a, b, c] = [0x12345678, 0x23456789, 0x34567890];
  const turn = (byte: number) => {
    a = step(a, byte);
    b = (Math.imul((b + (a & 0xff)) | 0, 134775813) + 1) >>> 0;
    c = step(c, b >>> 24);
  };
  const bytes = typeof password === "string" ? Buffer.from(password) : password;
  for (const byte of bytes) turn(byte);
  const header = Buffer.alloc(12, 0x5a);
  header[11] = check;
  return Uint8Array.from(Buffer.concat([header, plain]), (byte) => {
    const mixed = (c | 2) & 0xffff;
    const encrypted = byte ^ ((Math.imul(mixed, mixed ^ 1) >>> 8) & 0xff);
    turn(byte);
    return encrypted;
  });
}

function aesEncrypted(
  plain: Uint8Array,
  password: string | Uint8Array,
): Uint8Array {
  const salt = Buffer.alloc(aesKeyBytes / 2, 7);
  const keys = pbkdf2Sync(password, salt, 1000, 2 * aesKeyBytes + 2, "sha1");
  const cipher = createCipheriv(
    "aes-256-ecb",
    keys.subarray(0, aesKeyBytes),
    null,
  ).setAutoPadding(false);
  const counters = Buffer.alloc(Math.ceil(plain.length / 16) * 16);
  for (let block = 0; block * 16 < counters.length; block++)
    counters.writeUInt32LE(block + 1, block * 16);
  const stream = cipher.update(counters);
  const data = Uint8Array.from(plain);
  for (let at = 0; at < data.length; at++)
    data[at] = (plain[at] ?? 0) ^ (stream[at] ?? 0);
  const code = createHmac("sha1", keys.subarray(aesKeyBytes, 2 * aesKeyBytes))
    .update(data)
    .digest()
    .subarray(0, 10);
  return Buffer.concat([salt, keys.subarray(2 * aesKeyBytes), data, code]);
}

function uint16(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => bytes.writeUInt16LE(value, 2 * index));
  return bytes;
}

function zip64Extra(values: readonly number[]): Uint8Array {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) =>
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index),
  );
  return extra;
}

function descriptor(
  crc: number,
  packedBytes: number,
  sizeBytes: number,
): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.write("PK\x07\x08", "latin1");
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packedBytes, 8);
  bytes.writeUInt32LE(sizeBytes, 12);
  return bytes;
}

function endRecords(
  directory: {
    readonly count: number;
    readonly offset: number;
    readonly length: number;
  },
  isZip64: boolean,
): Uint8Array {
  const { count, offset, length } = directory;
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(isZip64 ? 0xffff : count, 8);
  end.writeUInt16LE(isZip64 ? 0xffff : count, 10);
  end.writeUInt32LE(isZip64 ? 0xffffffff : length, 12);
  end.writeUInt32LE(isZip64 ? 0xffffffff : offset, 16);
  if (!isZip64) return end;
  const record = Buffer.alloc(56);
  record.write("PK\x06\x06", "latin1");
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}
