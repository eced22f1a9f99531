// The client's side of SOCKS 5 (RFC 1928) with name and password (RFC 1929). Names are resolved by the proxy.
import type { Socket } from "node:net";
import { parseIp } from "../../core/network/ipAddress.ts";
import type { ProxyCredentials } from "../../core/network/proxyHop.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** Why the proxy made no connection. */
export type Socks5Problem =
  | { readonly kind: "authNeeded" }
  | { readonly kind: "authRejected" }
  /** Reply field of RFC 1928 section 6: 2 is a rule of the proxy, 3 to 6 mean that it cannot reach the target. */
  | { readonly kind: "refused"; readonly reply: number }
  | { readonly kind: "notSocks5" };

/** Asks the proxy on the other side of `socket` for a connection. After success the socket leads to the target. Rejects when the socket fails. */
export async function requestSocks5(
  socket: Socket,
  target: { readonly host: string; readonly port: number },
  credentials: ProxyCredentials | null,
): Promise<Result<null, Socks5Problem>> {
  const read = reader(socket);
  try {
    // 0: no authentication; 2: name and password.
    socket.write(Buffer.from(credentials === null ? [5, 1, 0] : [5, 2, 0, 2]));
    const [version, method] = await read(2);
    if (version !== 5) return failed({ kind: "notSocks5" });
    if (method === 2 && credentials !== null) {
      socket.write(passwordMessage(credentials));
      const [, status] = await read(2);
      if (status !== 0) return failed({ kind: "authRejected" });
    } else if (method !== 0) return failed({ kind: "authNeeded" });
    socket.write(connectMessage(target));
    const [, reply = 1, , addressType] = await read(4);
    if (reply !== 0) return failed({ kind: "refused", reply });
    const addressBytes =
      addressType === 4
        ? 16
        : addressType === 3
          ? ((await read(1))[0] ?? 0)
          : 4;
    await read(addressBytes + 2);
    return success(null);
  } finally {
    read.end();
  }
}

function passwordMessage({ username, password }: ProxyCredentials): Buffer {
  const name = Buffer.from(username, "utf8").subarray(0, 255);
  const secret = Buffer.from(password, "utf8").subarray(0, 255);
  return Buffer.concat([
    Buffer.from([1, name.length]),
    name,
    Buffer.from([secret.length]),
    secret,
  ]);
}

function connectMessage(target: {
  readonly host: string;
  readonly port: number;
}): Buffer {
  const address = parseIp(target.host);
  const host =
    address === null
      ? [3, ...lengthAnd(Buffer.from(target.host, "latin1").subarray(0, 255))]
      : [address.length === 4 ? 1 : 4, ...address];
  return Buffer.from([5, 1, 0, ...host, target.port >> 8, target.port & 255]);
}

function lengthAnd(bytes: Buffer): readonly number[] {
  return [bytes.length, ...bytes];
}

/** Reads exact numbers of bytes from a socket; what comes after them stays in it. */
function reader(socket: Socket) {
  let end: (() => void) | null = null;
  const read = (length: number): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const chunk = socket.read(length) as Buffer | null; // no encoding is set: bytes
        if (chunk === null) return;
        end?.();
        resolve(chunk);
      };
      const fail = (error?: Error): void => {
        end?.();
        reject(
          error instanceof Error
            ? error
            : Object.assign(new Error("closed"), { code: "ECONNRESET" }),
        );
      };
      end = () => {
        socket.off("readable", look);
        socket.off("error", fail);
        socket.off("end", fail);
        socket.off("close", fail);
        end = null;
      };
      socket.on("readable", look);
      socket.on("error", fail);
      socket.on("end", fail);
      socket.on("close", fail);
      look();
    });
  return Object.assign(read, {
    end: () => {
      end?.();
    },
  });
}
