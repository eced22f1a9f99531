// The radiographs of the case: which may be sent, which only after a word of the user, and why the others stay.
import { useState, type ReactNode } from "react";
import {
  filmObstacleWords,
  filmQuestionWords,
} from "../../../shared/messages/secondLookWords.ts";
import type { FilmQuestion, FilmView } from "../../../shared/secondLook.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import styles from "./SecondLook.module.css";

type OnAsk = (film: FilmView, answered: readonly FilmQuestion[]) => void;

/** All films of the case. */
export function FilmList({
  films,
  isDisabled,
  onAsk,
}: {
  readonly films: readonly FilmView[];
  readonly isDisabled: boolean;
  readonly onAsk: OnAsk;
}): ReactNode {
  if (films.length === 0)
    return <p className={styles.quiet}>This case holds no radiograph.</p>;
  return (
    <ul className={styles.films}>
      {films.map((film) => (
        <Film
          key={`${film.stackId} ${film.imageIndex}`}
          film={film}
          isDisabled={isDisabled}
          onAsk={onAsk}
        />
      ))}
    </ul>
  );
}

function filmName({
  seriesDescription,
  viewPosition,
  imageIndex,
  imageCount,
}: FilmView): string {
  const series = seriesDescription === "" ? "Radiograph" : seriesDescription;
  const place = imageCount > 1 ? `, image ${imageIndex + 1}` : "";
  return `${series}${viewPosition === "" ? "" : `, ${viewPosition}`}${place}`;
}

function Film({
  film,
  isDisabled,
  onAsk,
}: {
  readonly film: FilmView;
  readonly isDisabled: boolean;
  readonly onAsk: OnAsk;
}): ReactNode {
  const [answered, setAnswered] = useState<readonly FilmQuestion[]>([]);
  const { obstacles, questions, stackNumber, imageIndex } = film;
  const name = filmName(film);
  const isOpen = questions.some((question) => !answered.includes(question));
  const isRefused = obstacles.length > 0;
  return (
    <li className={styles.film}>
      <div className={styles.filmHead}>
        <span className={styles.filmName}>{name}</span>
        <span className={styles.quiet}>
          stack {stackNumber}, image {imageIndex + 1}
        </span>
        <Badge tone={isRefused || isOpen ? "warn" : "good"}>
          {isRefused ? "Not sent" : isOpen ? "Unknown" : "May be sent"}
        </Badge>
      </div>
      {isRefused && (
        <ul className={styles.reasons} aria-label={`Why ${name} is not sent`}>
          {obstacles.map((obstacle) => (
            <li key={obstacle.kind}>{filmObstacleWords(obstacle)}</li>
          ))}
        </ul>
      )}
      {!isRefused &&
        questions.map((question) => (
          <div key={question} className={styles.question}>
            <p className={styles.quiet}>
              {filmQuestionWords[question].unknown} It is not sent unless you
              know.
            </p>
            <Tick
              isTicked={answered.includes(question)}
              onChange={(isTicked) => {
                setAnswered((before) =>
                  isTicked
                    ? [...before, question]
                    : before.filter((each) => each !== question),
                );
              }}
            >
              {filmQuestionWords[question].claim}
            </Tick>
          </div>
        ))}
      {!isRefused && (
        <div>
          <Button
            disabled={isDisabled || isOpen}
            aria-label={`Ask about ${name}`}
            onClick={() => {
              onAsk(film, answered);
            }}
          >
            Look at what would be sent…
          </Button>
        </div>
      )}
    </li>
  );
}
