// A proxy that wants NTLM: it checks that the handshake is made in full (types 1, 2, 3 on one connection), not the password.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface NtlmProxy {
  readonly port: number;
  /** What happened, in its order: `asked`, `type1`, `type3 NAME`, `tunnel HOST:PORT`. */
  readonly events: readonly string[];
  close(): Promise<void>;
}

/** Type 2 (MS-NLMP 2.2.1.2): a fixed challenge, Unicode and NTLM, with extended session security and no target. */
function challenge(): string {
  const message = Buffer.alloc(48);
  message.write("NTLMSSP\0", 0, "latin1");
  message.writeUInt32LE(2, 8);
  message.writeUInt32LE(48, 16);
  message.writeUInt32LE(0x00088201, 20);
  message.write("01234567", 24, "latin1");
  message.writeUInt32LE(48, 44);
  return message.toString("base64");
}

/** The user name in a type 3 message (MS-NLMP 2.2.1.3), in UTF-16. */
function userOf(message: Buffer): string {
  const length = message.readUInt16LE(36);
  const offset = message.readUInt32LE(40);
  return message.toString("utf16le", offset, offset + length);
}

/** Starts it on loopback. */
export async function startNtlmProxy(): Promise<NtlmProxy> {
  const events: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket, events);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    events,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function serve(socket: Socket, events: string[]): void {
  let received = "";
  const onData = (chunk: Buffer) => {
    received += chunk.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = received.slice(0, end);
    received = received.slice(end + 4);
    const target = /^CONNECT (\S+)/.exec(head)?.[1] ?? "";
    const token = /^proxy-authorization: *NTLM +(\S+)/im.exec(head)?.[1];
    const message = Buffer.from(token ?? "", "base64");
    const type = message.length > 12 ? message.readUInt32LE(8) : 0;
    if (type === 3) {
      events.push(`type3 ${userOf(message)}`, `tunnel ${target}`);
      socket.off("data", onData);
      openTunnel(socket, target);
      return;
    }
    events.push(type === 1 ? "type1" : "asked");
    const asks = type === 1 ? `NTLM ${challenge()}` : "NTLM";
    socket.write(
      `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${asks}\r\nProxy-Connection: keep-alive\r\nContent-Length: 0\r\n\r\n`,
    );
  };
  socket.on("data", onData);
}

function openTunnel(socket: Socket, target: string): void {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(target) ?? [];
  const onward = connect(Number(port), host.replace(/^\[(.*)\]$/, "$1"));
  onward.on("error", () => socket.destroy());
  onward.once("connect", () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(onward);
    onward.pipe(socket);
  });
}
