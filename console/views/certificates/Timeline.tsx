import type { CertificateStatus } from "../../../shared/features/inventory/certificateStatus.ts";
import { LANGUAGE_TAGS, type Language } from "../../words/language.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { certificatesWords } from "./certificatesWords.ts";
import { dayOf, monthsOn, place, type Scale } from "./scale.ts";

/** The months above the lives. */
export function Axis({ scale, now, language }: { scale: Scale; now: number; language: Language }) {
  const { today } = wordsIn(certificatesWords, language);
  const month = new Intl.DateTimeFormat(LANGUAGE_TAGS[language], { month: "short", timeZone: "UTC" });
  const isNear = (at: number) => Math.abs(place(scale, at) - place(scale, now)) < 9;
  return (
    <svg class="axis" height="18" aria-hidden="true">
      {monthsOn(scale)
        .filter((at) => !isNear(at))
        .map((at) => (
          <text x={`${place(scale, at)}%`} y="13">
            {month.format(at)}
          </text>
        ))}
      <text class="today" x={`${place(scale, now)}%`} y="13">
        {today}
      </text>
    </svg>
  );
}

/** The life of one certificate, the part of it in which it is to be renewed, when albflow acts, and what follows. */
export function Life({
  certificateStatus,
  scale,
  now,
  language,
}: {
  certificateStatus: CertificateStatus;
  scale: Scale;
  now: number;
  language: Language;
}) {
  const words = wordsIn(certificatesWords, language);
  const { notBefore, notAfter, dueAt, actsAt, successor, renewalStatus } = certificateStatus;
  const at = (moment: number) => place(scale, moment);
  const bar = (kind: string, from: number, to: number, y: number, height: number) => (
    <rect class={kind} x={`${at(from)}%`} width={`${Math.max(0.4, at(to) - at(from))}%`} y={y} height={height} rx="2" />
  );
  return (
    <svg class={`life ${renewalStatus}`} height="26" role="img" aria-label={view(certificateStatus, words)}>
      {monthsOn(scale).map((month) => (
        <line class="grid" x1={`${at(month)}%`} x2={`${at(month)}%`} y1="0" y2="26" />
      ))}
      {certificateStatus.daysLeft === null ? null : (
        <>
          {bar("alive", notBefore, Math.min(dueAt, notAfter), 5, 8)}
          {bar("due", dueAt, notAfter, 5, 8)}
        </>
      )}
      {successor === null ? null : bar("next", successor.notBefore, successor.notAfter, 16, 5)}
      <line class="now" x1={`${at(now)}%`} x2={`${at(now)}%`} y1="0" y2="26" />
      {actsAt === 0 || actsAt >= scale.to ? null : <circle class="acts" cx={`${at(actsAt)}%`} cy="9" r="4.500" />}
    </svg>
  );
}

/** What the marks mean. */
export function Legend({ language }: { language: Language }) {
  const words = wordsIn(certificatesWords, language);
  const entries = [
    ["alive", words.legendLife],
    ["due", words.legendDue],
    ["next", words.legendSuccessor],
  ] as const;
  return (
    <ul class="legend" aria-label={words.legend}>
      {entries.map(([kind, text]) => (
        <li>
          <svg class="life sample" width="22" height="12" aria-hidden="true">
            <rect class={kind} width="22" y={kind === "next" ? 4 : 2} height={kind === "next" ? 5 : 8} rx="2" />
          </svg>
          {text}
        </li>
      ))}
      <li>
        <svg class="life sample" width="12" height="12" aria-hidden="true">
          <circle class="acts" cx="6" cy="6" r="4.500" />
        </svg>
        {words.legendActs}
      </li>
    </ul>
  );
}

function view(
  { names, id, notBefore, notAfter, successor }: CertificateStatus,
  words: Words<typeof certificatesWords>,
): string {
  const own = words.view(names[0] ?? id, dayOf(notBefore), dayOf(notAfter));
  return successor === null ? own : `${own}, ${words.successorView(dayOf(successor.notAfter))}`;
}
