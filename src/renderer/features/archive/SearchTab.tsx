// Searching: by filters over all collections, by words in headers, by what changed of late, or by the name of a shared cart.
import { Search } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Answer } from "./Answer.tsx";
import styles from "./Archive.module.css";
import {
  goToPatient,
  noFilters,
  useArchiveState,
  type SubjectFilters,
} from "./archiveState.ts";
import { FilterBar, hasFilters } from "./FilterBar.tsx";
import { SeriesTable } from "./SeriesTable.tsx";
import { useArchiveAnswer } from "./useArchiveAnswer.ts";
import { SubjectHits } from "./SubjectHits.tsx";
import { VirtualList } from "./VirtualList.tsx";

const ways = [
  { value: "filters", label: "By filters" },
  { value: "text", label: "Words in headers" },
  { value: "updated", label: "Recently updated" },
  { value: "shared", label: "Shared cart" },
] as const;
type Way = (typeof ways)[number]["value"];

/** The second tab. */
export function SearchTab(): ReactNode {
  const server = useArchiveState((state) => state.view?.server);
  const [chosen, setWay] = useState<Way>("filters");
  // Its manifests hold neither words of headers nor carts.
  const offered = server === "idc" ? ways.slice(0, 1) : ways;
  const way = offered.some(({ value }) => value === chosen)
    ? chosen
    : "filters";
  return (
    <div className={styles.search}>
      <div className={styles.searchWay}>
        <Choice
          label="How to search"
          value={way}
          items={offered}
          onChange={setWay}
        />
      </div>
      {way === "filters" && <FilterSearch />}
      {way === "text" && <TextSearch />}
      {way === "updated" && <Updated />}
      {way === "shared" && <SharedCart />}
    </div>
  );
}

function FilterSearch(): ReactNode {
  const offered = useArchiveAnswer({ kind: "filters", collection: null });
  const [filters, setFilters] = useState<SubjectFilters>(noFilters);
  const refreshes = useArchiveState((state) => state.refreshes);
  return (
    <>
      <Answer state={offered} what="filters" empty={null}>
        {(values) => (
          <FilterBar offered={values} chosen={filters} onChange={setFilters} />
        )}
      </Answer>
      {hasFilters(filters) ? (
        <Subjects
          key={JSON.stringify([refreshes, filters])}
          filters={filters}
        />
      ) : (
        <p className={styles.empty}>
          Choose a modality, body part, manufacturer or species: subjects of all
          collections are searched.
        </p>
      )}
    </>
  );
}

const everyCollection: readonly string[] = [];

function Subjects({
  filters,
}: {
  readonly filters: SubjectFilters;
}): ReactNode {
  return (
    <SubjectHits
      collections={everyCollection}
      filters={filters}
      label="Subjects found"
      empty="No subject has all of this. Values are as the archive spells them; try another spelling."
      isChosen={() => false}
      onChoose={({ collection, patientId }) => {
        goToPatient(collection, patientId);
      }}
    />
  );
}

function TextSearch(): ReactNode {
  const [asked, setAsked] = useState("");
  const found = useArchiveAnswer(
    asked === "" ? null : { kind: "textSearch", text: asked },
  );
  return (
    <>
      <AskForm
        label="Words in headers"
        placeholder="Such as: thin slice liver"
        onAsk={setAsked}
      />
      {asked === "" ? (
        <p className={styles.empty}>
          Looks for words in what headers say: descriptions, protocols, sites.
        </p>
      ) : (
        <Answer
          state={found}
          what="subjects"
          empty="Nothing was found with these words."
        >
          {(hits) => (
            <>
              <p className={styles.count} role="status">
                {countOf(hits.length, "subject")}
              </p>
              <VirtualList
                label="Subjects found"
                items={hits}
                keyOf={({ collection, patientId }) =>
                  `${collection}\n${patientId}`
                }
                rowHeight={64}
                chosenKey={null}
                onChoose={({ collection, patientId }) => {
                  goToPatient(collection, patientId);
                }}
              >
                {(hit) => (
                  <>
                    <span className={styles.optionTitle}>
                      {hit.patientId} · {hit.collection}
                    </span>
                    <span className={styles.excerpt}>{hit.excerpt}</span>
                  </>
                )}
              </VirtualList>
            </>
          )}
        </Answer>
      )}
    </>
  );
}

const spans = [
  { value: 7, label: "The last 7 days" },
  { value: 30, label: "The last 30 days" },
  { value: 90, label: "The last 90 days" },
];

function Updated(): ReactNode {
  const [days, setDays] = useState(7);
  const [day, setDay] = useState(() => dayBefore(7));
  const found = useArchiveAnswer({ kind: "updatedSince", day });
  return (
    <>
      <div className={styles.searchWay}>
        <Choice
          label="How far back"
          value={days}
          items={spans}
          onChange={(chosen) => {
            setDays(chosen);
            setDay(dayBefore(chosen));
          }}
        />
      </div>
      <Answer
        state={found}
        what="series"
        empty="No series were released or changed in this time."
      >
        {(series) => <SeriesTable label="Updated series" series={series} />}
      </Answer>
    </>
  );
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

function SharedCart(): ReactNode {
  const [asked, setAsked] = useState("");
  const found = useArchiveAnswer(
    asked === "" ? null : { kind: "sharedCart", name: asked },
  );
  return (
    <>
      <AskForm
        label="Name of the shared cart"
        placeholder="Such as: nbia-1234567890"
        onAsk={setAsked}
      />
      {asked === "" ? (
        <p className={styles.empty}>
          Somebody shared a cart at the archive: its name gives you the same
          series. To pass on yours, save the cart as a manifest.
        </p>
      ) : (
        <Answer
          state={found}
          what="the cart"
          empty="The archive has no cart of this name, or nothing in it is open to everybody."
        >
          {(series) => (
            <SeriesTable label="Series of the shared cart" series={series} />
          )}
        </Answer>
      )}
    </>
  );
}

function AskForm({
  label,
  placeholder,
  onAsk,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly onAsk: (text: string) => void;
}): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState("");
  return (
    <form
      className={styles.askForm}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(typed.trim());
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        className={fieldStyles.input}
        placeholder={placeholder}
        maxLength={500}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <Button type="submit" icon={Search} disabled={typed.trim() === ""}>
        Search
      </Button>
    </form>
  );
}
