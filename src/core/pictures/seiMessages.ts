// Supplemental enhancement information of H.264 and H.265: of its messages only those that change what is seen.
import { bytesOfLatin1, joined, latin1, startsWith, u8 } from "./integers.ts";

/** Where decoding may begin, how the picture is turned, which brightness curve it has (H.264 and H.265, annex D). */
const shownMessages: ReadonlySet<number> = new Set([6, 47, 147]);
/** The longest of them, the orientation, has 55 bits. */
const mostShownBytes = 7;

const unregisteredUserData = 5;
const x264 = Uint8Array.of(
  ...[0xdc, 0x45, 0xe9, 0xbd, 0xe6, 0xd9, 0x48, 0xb7],
  ...[0x96, 0x2c, 0xd8, 0x20, 0xd9, 0x23, 0xee, 0xef],
);

/** What ends the payload of a NAL unit: a bit of 1, then zeros (H.264 7.3.2.11). */
const stopBit = 0x80;

interface Message {
  readonly type: number;
  readonly payload: Uint8Array;
}

/**
 * The payload of a NAL unit with the messages that stay, each kind once; null if none does. Messages after one that does
 * not fit are lost, which nobody sees.
 */
export function shownSei(payload: Uint8Array): Uint8Array | null {
  const shown = new Map<number, Uint8Array>();
  for (const message of messagesIn(withoutEmulationPrevention(payload))) {
    const kept = shownPayload(message);
    if (kept !== null && !shown.has(message.type))
      shown.set(message.type, kept);
  }
  if (shown.size === 0) return null;
  const messages = [...shown].flatMap(([type, kept]) => [
    Uint8Array.of(type, kept.length),
    kept,
  ]);
  return withEmulationPrevention(joined([...messages, Uint8Array.of(stopBit)]));
}

function shownPayload({ type, payload }: Message): Uint8Array | null {
  if (type === unregisteredUserData) return encoderVersion(payload);
  return shownMessages.has(type) && payload.length <= mostShownBytes
    ? payload
    : null;
}

/** Of what x264 writes only its version: decoders work around a fault that old ones have with full colour. */
function encoderVersion(payload: Uint8Array): Uint8Array | null {
  if (!startsWith(payload, x264)) return null;
  const text = latin1(payload, x264.length, x264.length + 32);
  const [version] = /^x264 - core \d{1,4}(?!\d)/.exec(text) ?? [];
  return version === undefined ? null : joined([x264, bytesOfLatin1(version)]);
}

/** H.264 7.3.2.3.1: type and size, each as bytes of 255 and a last one that is smaller. */
function messagesIn(bytes: Uint8Array): readonly Message[] {
  const messages: Message[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    while (bytes[at] === 0xff) {
      value += 0xff;
      at += 1;
    }
    value += u8(bytes, at);
    at += 1;
    return value;
  };
  while (at < bytes.length) {
    const type = number();
    const size = number();
    if (at + size > bytes.length) break;
    messages.push({ type, payload: bytes.subarray(at, at + size) });
    at += size;
  }
  return messages;
}

/** Without the 3 that is put behind two zeros wherever a start code could be seen (H.264 7.4.1). */
function withoutEmulationPrevention(payload: Uint8Array): Uint8Array {
  return payload.filter(
    (byte, at) =>
      at < 2 || byte !== 3 || payload[at - 1] !== 0 || payload[at - 2] !== 0,
  );
}

function withEmulationPrevention(payload: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  for (const byte of payload) {
    if (byte <= 3 && bytes.at(-1) === 0 && bytes.at(-2) === 0) bytes.push(3);
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
