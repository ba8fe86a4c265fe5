import type { Notice } from "../notify/notice.ts";
import { type RenewalReport, type Row, WRONG_SETTINGS } from "./report.ts";
import { reminderKey } from "./roundBefore.ts";

/**
 * What people are told of a round: what was renewed, what was not and how many days are left, and that no more is started. Failures are told by the rotations themselves, at once. `url` is the API's. Pure.
 */
export function noticesOfRound(report: RenewalReport, url: string): Notice[] {
  const { round, endedAt, rotations, held, notRenewable, renewedElsewhere, unavailable, stopped, stoppedNow } = report;
  const about = { changes: [], at: endedAt, ...linkTo(url, round) };
  const renewed = rotations.filter(({ outcome }) => outcome === "succeeded");
  return [
    ...renewed.map((row): Notice => {
      const sentence = `${row.successorId} is served instead of ${row.certificateId}${row.message === "" ? "" : `, ${row.message}`}.`;
      return {
        ...about,
        key: `change/${row.execution}`,
        kind: "change",
        title: titled(`${nameOf(row)} is renewed on ${row.listenerId}`),
        sentences: [sentence],
      };
    }),
    ...[...notRenewable, ...held, ...renewedElsewhere]
      .filter(({ isNew }) => isNew)
      .map((row): Notice => {
        if (row.isUnavailable) return { ...about, ...unavailableNotice(row, endedAt) };
        const where = `It is ${row.certificateId} on ${row.listenerId} in ${row.region}.`;
        return {
          ...about,
          key: `notRenewable/${reminderKey(row)}`,
          kind: "notRenewable",
          title: titled(`${nameOf(row)} ${timeLeft(row)} and was not renewed`),
          sentences: [`${row.message}.`, where],
        };
      }),
    ...unavailable
      .filter(({ isNew }) => isNew)
      .map(
        ({ region, message }): Notice => ({
          ...about,
          key: `unavailable/${region}/${dayOf(endedAt)}`,
          kind: "notRenewable",
          title: titled(`The certificates of ${region} could not be read in two rounds`),
          sentences: [`${message}.`, "Nothing is renewed there until they can be read."],
        }),
      ),
    ...(stoppedNow
      ? [
          {
            ...about,
            // Told once for each reason; `notify` takes no longer keys.
            key: `escalation/renewal/${stopped}`.slice(0, 300),
            kind: "escalation" as const,
            ...(stopped.startsWith(WRONG_SETTINGS)
              ? {
                  title: "Nothing is renewed until a setting is put right",
                  sentences: [stopped.slice(WRONG_SETTINGS.length), "It is looked at once an hour."],
                }
              : {
                  title: "Renewal starts no more rotations but urgent ones",
                  sentences: [`${stopped}.`, "The round's report tells which, and why."],
                }),
          },
        ]
      : []),
  ];
}

/** Of what cannot be read nobody knows when it ends, so that it is told however much time may be left. */
function unavailableNotice(row: Row, endedAt: number): Pick<Notice, "key" | "kind" | "title" | "sentences"> {
  const { region, listenerId, certificateId, message } = row;
  const what = certificateId === "" ? `What ${listenerId} holds` : `${nameOf(row)} on ${listenerId}`;
  return {
    key: `unavailable/${region} ${listenerId} ${certificateId}/${dayOf(endedAt)}`,
    kind: "notRenewable",
    title: titled(`${what} could not be read in two rounds`),
    sentences: [`${message}.`, `Nothing is renewed there until it can be read. It is in ${region}.`],
  };
}

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}

function nameOf({ names, certificateId }: Row): string {
  const [name = certificateId, ...others] = names;
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

function timeLeft({ daysLeft, names }: Row): string {
  if (names.length === 0) return "is served";
  if (daysLeft < 0) return `expired ${-daysLeft} ${daysLeft === -1 ? "day" : "days"} ago`;
  return `has ${daysLeft} ${daysLeft === 1 ? "day" : "days"} left`;
}

function titled(title: string): string {
  return title.slice(0, 200);
}

function linkTo(url: string, round: string): Pick<Notice, "link"> {
  if (url === "") return {};
  const path = `/rounds/${round}`;
  return { link: { label: "Look at the round", url: `${url.replace(/\/+$/, "")}${path}` } };
}
