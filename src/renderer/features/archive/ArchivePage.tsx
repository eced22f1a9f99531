// Public archives in the window: which one, and four ways to work with it.
import { Tabs } from "@base-ui/react/tabs";
import { ExternalLink, RefreshCw } from "lucide-react";
import { useEffect, type ReactNode } from "react";
import {
  archiveServerNames,
  archiveServerNotes,
  publicArchiveFailureWords,
} from "../../../shared/messages/publicArchiveWords.ts";
import { formatCount } from "../../../shared/messages/quantities.ts";
import {
  archiveServers,
  type PublicArchiveView,
} from "../../../shared/publicArchive.ts";
import { connection } from "../../bridge/connection.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button, IconButton } from "../../controls/Button.tsx";
import { Callout, WordsCallout } from "../../controls/Callout.tsx";
import { Choice } from "../../controls/Choice.tsx";
import styles from "./Archive.module.css";
import { chooseServer, openPage, refreshAnswers } from "./archiveCommands.ts";
import {
  archiveTabs,
  connectArchive,
  showTab,
  useArchiveState,
  type ArchiveTab,
} from "./archiveState.ts";
import { ArchiveSignIn } from "./ArchiveSignIn.tsx";
import { BrowseTab } from "./BrowseTab.tsx";
import { CartTab } from "./CartTab.tsx";
import { DownloadsTab } from "./DownloadsTab.tsx";
import { LicenceGate } from "./LicenceGate.tsx";
import { SearchTab } from "./SearchTab.tsx";
import { SeriesDetail } from "./SeriesDetail.tsx";

const tabNames: Readonly<Record<ArchiveTab, string>> = {
  browse: "Browse",
  search: "Search",
  cart: "Cart",
  downloads: "Downloads",
};

/** Fills the window beside the list of cases. */
export function ArchivePage(): ReactNode {
  const view = useArchiveState((state) => state.view);
  useEffect(() => connectArchive(connection()), []);
  return view === null ? (
    <p className={styles.asking} role="status">
      Opening the archives…
    </p>
  ) : (
    <Archive view={view} />
  );
}

function Archive({ view }: { readonly view: PublicArchiveView }): ReactNode {
  const tab = useArchiveState((state) => state.tab);
  return (
    <Tabs.Root
      className={styles.page}
      value={tab}
      onValueChange={(next) => {
        showTab(next as ArchiveTab);
      }}
    >
      <ArchiveHead view={view} />
      <Tabs.List className={styles.tabs} aria-label="Public archives">
        {archiveTabs.map((each) => (
          <Tabs.Tab key={each} value={each} className={styles.tab}>
            {tabNames[each]}
            <TabCount tab={each} view={view} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {view.failure !== null && (
        <div className={styles.trouble}>
          <WordsCallout
            words={publicArchiveFailureWords(view.failure)}
            live="alert"
          />
        </div>
      )}
      {view.warnings.length > 0 && (
        <div className={styles.trouble}>
          <Callout
            tone="warn"
            title="The archive remarks on its answers"
            live="status"
          >
            {view.warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </Callout>
        </div>
      )}
      <Tabs.Panel value="browse" className={styles.panel}>
        <BrowseTab />
      </Tabs.Panel>
      <Tabs.Panel value="search" className={styles.panel}>
        <SearchTab />
      </Tabs.Panel>
      <Tabs.Panel value="cart" className={styles.panel}>
        <CartTab view={view} />
      </Tabs.Panel>
      <Tabs.Panel value="downloads" className={styles.panel}>
        <DownloadsTab view={view} />
      </Tabs.Panel>
      <SeriesDetail view={view} />
      <LicenceGate view={view} />
    </Tabs.Root>
  );
}

function ArchiveHead({
  view,
}: {
  readonly view: PublicArchiveView;
}): ReactNode {
  return (
    <header className={styles.head}>
      <div className={styles.headWords}>
        <h2 className={styles.title}>Public archives</h2>
        <p className={styles.quiet}>{archiveServerNotes[view.server]}</p>
      </div>
      <div className={styles.headTools}>
        <Choice
          label="Archive"
          isSmall
          value={view.server}
          items={archiveServers.map((server) => ({
            value: server,
            label: archiveServerNames[server],
          }))}
          onChange={(server) => void chooseServer(server)}
        />
        <IconButton
          icon={RefreshCw}
          size="small"
          name="Ask the archive again"
          onClick={() => void refreshAnswers()}
        />
        <ArchiveSignIn view={view} />
        <Button
          size="small"
          look="quiet"
          icon={ExternalLink}
          onClick={() => {
            openPage({ kind: "policy" });
          }}
        >
          Data usage policy
        </Button>
      </div>
    </header>
  );
}

function TabCount({
  tab,
  view,
}: {
  readonly tab: ArchiveTab;
  readonly view: PublicArchiveView;
}): ReactNode {
  if (tab === "cart" && view.cart.length > 0)
    return <Badge tone="accent">{formatCount(view.cart.length)}</Badge>;
  if (tab !== "downloads" || view.downloads.length === 0) return null;
  const isTroubled = view.downloads.some(
    ({ state }) => state.kind === "failed",
  );
  return (
    <Badge tone={isTroubled ? "warn" : "quiet"}>
      {formatCount(view.downloads.length)}
    </Badge>
  );
}
