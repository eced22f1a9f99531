// The NetworkProbe port on the connector that requests use, so that what is tested is what is used.
import { lookup } from "node:dns/promises";
import { errorCode } from "../../core/network/networkFailure.ts";
import type { NetworkProbe } from "../../core/network/networkProbe.ts";
import { portOf } from "../../core/network/bypassRules.ts";
import { proxyName } from "../../core/network/proxyHop.ts";
import { failed, success } from "../../shared/result.ts";
import type { ConnectionTarget, Connector } from "./connector.ts";
import { reachProxy } from "./tunnel.ts";

/** Makes the probe. Every connection it opens is closed again. */
export function createConnectionProbe(connector: Connector): NetworkProbe {
  return {
    waysTo: (url) => connector.waysTo(targetOf(url)),
    async resolve(host) {
      try {
        // As connections do it: the system's own resolver with its hosts file.
        const found = await lookup(host, { all: true });
        const ipv4 = found.filter(({ family }) => family === 4).length;
        return success({ ipv4, ipv6: found.length - ipv4 });
      } catch (error) {
        return failed(errorCode(error));
      }
    },
    async reachProxy(hop) {
      const reached = await reachProxy(hop, connector.tunnelOptions);
      if (!reached.ok) return reached;
      reached.value.destroy();
      return success(null);
    },
    async open(url) {
      const target = targetOf(url);
      const opened = await connector.openWay(target);
      if (!opened.ok) return opened;
      const { socket, hop } = opened.value;
      return success({
        through: hop.kind === "direct" ? null : proxyName(hop),
        async secure() {
          const secured = await connector.secure(socket, target.host);
          if (!secured.ok) {
            socket.destroy();
            return secured;
          }
          secured.value.socket.destroy();
          const { protocol, chain } = secured.value;
          return success({ protocol, chain });
        },
        close() {
          socket.destroy();
        },
      });
    },
  };
}

function targetOf(url: URL): ConnectionTarget {
  return {
    isSecure: url.protocol === "https:",
    host: /^\[(.*)\]$/.exec(url.hostname)?.[1] ?? url.hostname,
    port: portOf(url),
  };
}
