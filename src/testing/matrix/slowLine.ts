// A TCP proxy that is a slow, distant, lossy line: one rate for everything that goes up, a way there, and losses that cost time.
import {
  createServer,
  connect,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The line in real time; a test that scales time scales these. */
export interface LineQuality {
  readonly bytesPerSecond: number;
  /** There and back. */
  readonly roundTripMs: number;
  /** Share of packets that are lost, and what it takes until one is sent again. */
  readonly loss: number;
  readonly resendMs: number;
  readonly random: () => number;
}

const packetBytes = 1460;

/** The line to one server. */
export interface SlowLine {
  readonly origin: string;
  /** Bytes that went up. */
  readonly sentBytes: () => number;
  close(): Promise<void>;
}

/** Opens the line to an http address of this computer. */
export async function slowLineTo(
  origin: string,
  quality: LineQuality,
): Promise<SlowLine> {
  let spokenForUntilMs = 0;
  let sentBytes = 0;
  const sockets = new Set<Socket>();
  const carryUp = async (chunk: Buffer): Promise<void> => {
    const nowMs = performance.now();
    const startMs = Math.max(spokenForUntilMs, nowMs);
    spokenForUntilMs =
      startMs + (chunk.byteLength * 1000) / quality.bytesPerSecond;
    const packets = Math.ceil(chunk.byteLength / packetBytes);
    const isHit = quality.random() > (1 - quality.loss) ** packets;
    await sleep(spokenForUntilMs - nowMs + (isHit ? quality.resendMs : 0));
    sentBytes += chunk.byteLength;
  };
  const server: Server = createServer((near) => {
    const far = connect(Number(new URL(origin).port), "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    void relay(near, far, carryUp);
    void relay(far, near, () => sleep(quality.roundTripMs));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    sentBytes: () => sentBytes,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Chunk after chunk, as fast as the line carries them: the sender feels it. */
async function relay(
  from: Socket,
  to: Socket,
  carry: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  try {
    for await (const chunk of from) {
      await carry(chunk as Buffer);
      if (!to.write(chunk as Buffer))
        await new Promise((resolve) => to.once("drain", resolve));
    }
    to.end();
  } catch {
    to.destroy();
  }
}
