import { regionName } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Notice } from "../notify/notice.ts";
import type { RenewalReport, Row } from "./report.ts";
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
      const served = reason("certificate-replaced", {
        successorId: row.successorId,
        certificateId: row.certificateId,
        remark: row.reason,
      });
      return {
        ...about,
        // The domain of the pages is renewed by the round itself.
        key: `change/${row.execution || `${row.listenerId} ${row.certificateId} ${row.successorId}`}`,
        kind: "change",
        title: reason("certificate-renewed", { name: nameOf(row), listenerId: listenerOf(row) }),
        sentences: [served],
      };
    }),
    ...[...notRenewable, ...held, ...renewedElsewhere]
      .filter(({ isNew }) => isNew)
      .map((row): Notice => {
        if (row.isUnavailable) return { ...about, ...unavailableNotice(row, endedAt) };
        const { certificateId, listenerId, daysLeft, names } = row;
        const where = reason("certificate-place", { certificateId, listenerId, region: regionName(row) });
        const left = { name: nameOf(row), daysLeft: names.length === 0 ? null : daysLeft };
        return {
          ...about,
          key: `notRenewable/${reminderKey(row)}`,
          kind: "notRenewable",
          title: reason("certificate-not-renewed", left),
          sentences: [...reasonsIn(row), where],
        };
      }),
    ...unavailable
      .filter(({ isNew }) => isNew)
      .map(
        (row): Notice => ({
          ...about,
          key: `unavailable/${regionName(row)}/${dayOf(endedAt)}`,
          kind: "notRenewable",
          title:
            row.account !== undefined && row.region === "*"
              ? reason("account-unreadable-twice", { accountId: row.account })
              : reason("region-unreadable-twice", { region: regionName(row) }),
          sentences: [row.reason, reason("nothing-renewed-there", { region: regionName(row) })],
        }),
      ),
    ...(stoppedNow
      ? [
          {
            ...about,
            // Told once for each reason; `notify` takes no longer keys.
            key: `escalation/renewal/${JSON.stringify(stopped)}`.slice(0, 300),
            kind: "escalation" as const,
            title: reason(stopped?.code === "renewal-settings-invalid" ? "renewal-stopped" : "renewal-paused"),
            sentences: stopped === null ? [] : [stopped],
          },
        ]
      : []),
  ];
}

/** Of what cannot be read nobody knows when it ends, so that it is told however much time may be left. */
function unavailableNotice(row: Row, endedAt: number): Pick<Notice, "key" | "kind" | "title" | "sentences"> {
  const { certificateId } = row;
  const [region, listenerId] = [regionName(row), listenerOf(row)];
  const name = certificateId === "" ? null : nameOf(row);
  return {
    key: `unavailable/${region} ${row.listenerId} ${certificateId}/${dayOf(endedAt)}`,
    kind: "notRenewable",
    title: reason("certificate-unreadable-twice", { name, listenerId }),
    sentences: [...reasonsIn(row), reason("nothing-renewed-there", { region })],
  };
}

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}

function nameOf({ names, certificateId }: Row): string {
  const [name = certificateId, ...others] = names;
  return others.length === 0 ? name : `${name} (+${others.length})`;
}

/** As grants name it. */
function listenerOf(row: Row): string {
  return row.account === undefined ? row.listenerId : `${regionName(row)}/${row.listenerId}`;
}

function reasonsIn({ reason: why }: Row): Reason[] {
  return why === null ? [] : [why];
}

function linkTo(url: string, round: string): Pick<Notice, "link"> {
  if (url === "") return {};
  const path = `/rounds/${round}`;
  return { link: { label: reason("see-round"), url: `${url.replace(/\/+$/, "")}${path}` } };
}
