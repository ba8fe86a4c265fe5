import { idOf, isQuic } from "./obstacles.ts";
import type { Scenario } from "./scenario.ts";
import { type Subject, uploadAfter } from "./subject.ts";

/** Lifetimes and sources, mixed; every tenth name is served by three listeners. */
export function makeSubjects(
  { certificates, listeners, regions, startAt, home, isHindered = false, ...scenario }: Scenario,
  random: () => number,
  nextNumber: () => number,
): Subject[] {
  const none: never[] = [];
  return Array.from({ length: certificates }, (_, index) => {
    const lifetimes = scenario.lifetimes ?? [6, 47, 90, 398, 90, 47, 90];
    const days = lifetimes[Math.floor(index / (home === undefined ? 1 : regions.length)) % lifetimes.length] ?? 90;
    const region = regions[index % regions.length] ?? "";
    const isShared = (home === undefined ? index : Math.floor(index / regions.length)) % 10 === 0;
    const own = (isShared ? [0, 1, 2] : [0]).map((step) => (index + step * regions.length) % listeners);
    // What QUIC offers, HTTPS on the same instance does, too.
    const ids = isHindered ? own.flatMap((at) => (isQuic(at) ? [at, at - 2] : [at])) : own;
    const id = `${nextNumber()}-cn-hangzhou`;
    const hostname = `host-${index}.example.com`;
    const hour = startAt - (startAt % HOUR_MS) - Math.floor(random() * 0.6 * days * 24) * HOUR_MS;
    const dates = { notBefore: hour, notAfter: hour + days * DAY_MS };
    const certificate = {
      id,
      names: [hostname],
      addresses: none,
      unusable: none,
      subject: hostname,
      serial: id,
      availableAt: hour,
      ...dates,
    };
    const subject: Subject = {
      hostname,
      days,
      // Orders are made in home's account only.
      source: days > 90 || (days === 90 && index % 8 === 2) || region.includes("/") ? "people" : "acme",
      region,
      listenerIds: [...new Set(ids)].map(idOf),
      certificates: [certificate],
      nextUploadAt: Number.POSITIVE_INFINITY,
      ...(region.includes("/") && days < 100 ? { isAutomatic: true } : {}),
      ...(isHindered && Math.floor(index / 7) % 10 === 3 ? { isUnreadable: true } : {}),
      ...(isHindered && Math.floor(index / 7) % 10 === 6 ? { hasUnfit: true } : {}),
    };
    return subject.source === "people" ? { ...subject, nextUploadAt: uploadAfter(subject, random) } : subject;
  });
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
