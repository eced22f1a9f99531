// Servers that answer, or misbehave, as one case of the HTTP contract needs it.
import { createServer, type RequestListener, type Server } from "node:http";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Socket,
} from "node:net";
import type { HttpClient } from "../../core/ports/httpClient.ts";

/** One promise of the port. `run` rejects if it is not kept. */
export interface HttpCase {
  readonly name: string;
  readonly run: (http: HttpClient) => Promise<void>;
}

/** A server on this computer. */
export interface Listening {
  readonly origin: string;
  close(): void;
}

/** Starts it on a free port. */
export async function listening(
  server: Server | ReturnType<typeof createTcpServer>,
): Promise<Listening> {
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    },
  };
}

/** A case with a server of its own. */
export function served(
  name: string,
  answer: RequestListener,
  check: (http: HttpClient, origin: string) => Promise<void>,
): HttpCase {
  return {
    name,
    run: async (http) => {
      const server = await listening(createServer(answer));
      try {
        await check(http, server.origin);
      } finally {
        server.close();
      }
    },
  };
}

/** A case with a server that speaks no HTTP. */
export function connected(
  name: string,
  onSocket: (socket: Socket) => void,
  check: (http: HttpClient, origin: string) => Promise<void>,
): HttpCase {
  return {
    name,
    run: async (http) => {
      const sockets: Socket[] = [];
      const server = await listening(
        createTcpServer((socket) => {
          sockets.push(socket);
          socket.on("error", () => undefined);
          onSocket(socket);
        }),
      );
      try {
        await check(http, server.origin);
      } finally {
        for (const socket of sockets) socket.destroy();
        server.close();
      }
    },
  };
}
