// A TLS server on an address of this computer that is not loopback, in front of a server on loopback: what a proxy leads to.
import { request, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import type { IssuedCertificate } from "./testCertificates.ts";

/** An IPv4 address of this computer others could reach; null without a network. */
export function ownAddress(): string | null {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal);
  return found?.address ?? null;
}

/** A global IPv6 address of this computer; null without one. */
export function ownIpv6Address(): string | null {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(
      ({ family, internal, scopeid }) =>
        family === "IPv6" && !internal && scopeid === 0,
    );
  return found?.address ?? null;
}

export interface SecureFront {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Answers by a function. */
export async function startSecureServer(
  certificate: IssuedCertificate,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  host = "127.0.0.1",
): Promise<SecureFront> {
  const server = createServer(certificate, answer);
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://${host.includes(":") ? `[${host}]` : host}:${String(port)}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/**
 * Passes everything on to a server on loopback. `rewrites` replaces texts in JSON answers, so that the addresses in them lead
 * through a front as well.
 */
export function startSecureFront(
  certificate: IssuedCertificate,
  target: () => string,
  options: {
    readonly host: string;
    readonly rewrites?: () => Readonly<Record<string, string>>;
  },
): Promise<SecureFront> {
  return startSecureServer(
    certificate,
    (incoming, outgoing) => {
      const passed = request(
        `${target()}${incoming.url ?? "/"}`,
        {
          method: incoming.method ?? "GET",
          // The sandbox knows itself by its own name only.
          headers: { ...incoming.headers, host: new URL(target()).host },
          agent: false,
        },
        (answer) => {
          const rewrites = Object.entries(options.rewrites?.() ?? {});
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const isJson =
              answer.headers["content-type"]?.includes("json") ?? false;
            const whole = Buffer.concat(chunks);
            const body = isJson
              ? Buffer.from(
                  rewrites.reduce(
                    (text, [from, to]) => text.replaceAll(from, to),
                    whole.toString("utf8"),
                  ),
                )
              : whole;
            outgoing.writeHead(answer.statusCode ?? 502, {
              ...answer.headers,
              "content-length": body.length,
            });
            outgoing.end(body);
          });
        },
      );
      passed.on("error", () => {
        outgoing.destroy();
      });
      incoming.pipe(passed);
    },
    options.host,
  );
}
