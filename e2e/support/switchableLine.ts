// A line that changes under way: a proxy that lets everything through, nothing at all, or answers in place of the service.
import { createServer, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** `signInPage`: as a hotel's network does it. `inspected`: as a filter does it whose authority nobody installed. */
export type LineMode = "open" | "cut" | "signInPage" | "inspected";

export interface SwitchableLine {
  readonly port: number;
  /** From now on; what is open is cut off. */
  become(mode: LineMode): void;
  close(): Promise<void>;
}

/** Starts it on loopback, open. `strangerPort`: a TLS server that is not the service, for the modes in which somebody stands between. */
export async function startSwitchableLine(
  strangerPort: number,
): Promise<SwitchableLine> {
  let mode: LineMode = "open";
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer((_request, response) => {
    if (mode === "signInPage")
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<title>Guest network</title>Please sign in.");
    else response.writeHead(502, { "content-type": "text/plain" }).end();
  });
  const ownPort = () => (server.address() as AddressInfo).port;
  server.on("connection", (socket: Socket) => {
    keep(socket);
    if (mode === "cut") socket.destroy();
  });
  server.on("connect", (request: IncomingMessage, client: Duplex) => {
    const [hostname = "", port = ""] = (request.url ?? "").split(":");
    const upstream =
      mode === "open"
        ? connect(Number(port), hostname)
        : // What is not encrypted is answered by this server itself.
          connect(port === "80" ? ownPort() : strangerPort, "127.0.0.1");
    keep(upstream);
    upstream.once("connect", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: ownPort(),
    become: (next) => {
      mode = next;
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
