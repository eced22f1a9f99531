// The system's own view of proxies, through Electron: its settings, its PAC scripts, and sessions that send by them.
import { session, type Session } from "electron";
import { chromiumBypassRules } from "../../core/network/bypassRules.ts";
import { parseProxyAddress, proxyName } from "../../core/network/proxyHop.ts";
import type { ProxySetting } from "../../shared/network.ts";

/** The sessions requests are sent in. Nothing of them is kept on the disk, and no page is shown in them. */
export interface SystemNetwork {
  /** What a PAC script would answer for this address. */
  resolveProxy(url: string): Promise<string>;
  /** Applies the setting to all sessions; connections over the old way end. */
  apply(setting: ProxySetting): Promise<void>;
  /** For requests that may be repeated. */
  readonly shared: Session;
  /** For requests that must not be: its connections are closed before each. */
  readonly fresh: Session;
  renewFresh(): Promise<void>;
  /** Ends the connections that proxies let through, and forgets what they were told. */
  forgetSignIns(): Promise<void>;
}

/** Opens the sessions; call after the app is ready. */
export async function openSystemNetwork(
  setting: ProxySetting,
): Promise<SystemNetwork> {
  // Without the prefix `persist:` a partition is in memory only.
  const shared = session.fromPartition("casedrop-network", { cache: false });
  const fresh = session.fromPartition("casedrop-posts", { cache: false });
  const apply = async (next: ProxySetting): Promise<void> => {
    for (const each of [shared, fresh]) {
      await each.setProxy(configOf(next));
      await renew(each);
    }
  };
  await apply(setting);
  return {
    resolveProxy: (url) => shared.resolveProxy(url),
    apply,
    renewFresh: () => renew(fresh),
    async forgetSignIns() {
      for (const each of [shared, fresh]) {
        await each.clearAuthCache();
        await renew(each);
      }
    },
    shared,
    fresh,
  };
}

/** Closing connections also breaks off the fetching of a PAC script, for good; reloading starts it again. */
async function renew(each: Session): Promise<void> {
  await each.closeAllConnections();
  await each.forceReloadProxyConfig();
}

function configOf(setting: ProxySetting): Electron.ProxyConfig {
  switch (setting.kind) {
    case "system":
      return { mode: "system" };
    case "none":
      return { mode: "direct" };
    case "pac":
      return { mode: "pac_script", pacScript: setting.url };
    case "manual": {
      const parsed = parseProxyAddress(setting.address);
      if (!parsed.ok) return { mode: "direct" };
      const { hop } = parsed.value;
      return {
        mode: "fixed_servers",
        proxyRules: `${hop.kind}://${proxyName(hop)}`,
        proxyBypassRules: chromiumBypassRules(setting.bypass),
      };
    }
  }
}
