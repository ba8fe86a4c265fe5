import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";

/** Hours of the week in which listeners may be changed. */
export interface MaintenanceWindow {
  /** 0 is Sunday; the days on which it opens. */
  days: number[];
  /** Minutes after local midnight; a window that closes before it opens lasts until the next day. */
  opens: number;
  closes: number;
  /** An IANA time zone: `Asia/Shanghai`. */
  zone: string;
}

/** One opening of a window, milliseconds since 1970. */
interface Opening {
  start: number;
  end: number;
}

/** Whether windows are open at a moment, and when they open next. */
export interface WindowState {
  isOpen: boolean;
  /** Milliseconds since 1970 when the next opening begins; undefined when there is none within eight days. */
  next: number | undefined;
}

/**
 * Reads `Sat,Sun 02:00-06:00 Asia/Shanghai; Mon-Fri 23:30-04:00 Asia/Shanghai`, or `daily 02:00-05:00 UTC`. No text, no
 * windows: then any time is good. Throws `AlbflowError` InvalidInput that says what is wrong with which part.
 */
export function readWindows(text: string): MaintenanceWindow[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(readWindow);
}

/** How windows stand. Without any, everything is always open. */
export function windowState(windows: MaintenanceWindow[], now: number): WindowState {
  if (windows.length === 0) return { isOpen: true, next: undefined };
  let isOpen = false;
  let next: number | undefined;
  for (const { start, end } of allAround(windows, now)) {
    if (start > now) next = Math.min(start, next ?? start);
    else if (now < end) isOpen = true;
  }
  return { isOpen, next };
}

/**
 * Whether something that takes so long may begin now: it must end within windows too, unless they are so short that no
 * round, of which there is one an hour, would find such a moment.
 */
export function mayBegin(windows: MaintenanceWindow[], now: number, takesMs: number): boolean {
  if (windows.length === 0) return true;
  const open = allAround(windows, now).filter((one) => one.start <= now && now < one.end);
  const isShort = ({ start, end }: Opening) => end - start < SHORTEST_MINUTES * MINUTE_MS + takesMs;
  return open.some(isShort) || (open.length > 0 && windowState(windows, now + takesMs).isOpen);
}

/** Those of all windows. A round asks for them with each page, and no zone's day begins within a quarter of an hour. */
function allAround(windows: MaintenanceWindow[], now: number): Opening[] {
  const quarter = Math.floor(now / QUARTER_MS);
  const known = allOf.get(windows);
  if (known?.quarter === quarter) return known.openings;
  const openings = windows.flatMap((window) => openingsAround(window, now));
  allOf.set(windows, { quarter, openings });
  return openings;
}

const allOf = new WeakMap<MaintenanceWindow[], { quarter: number; openings: Opening[] }>();

/** The openings of a window from yesterday's to those of the next eight days; thought of once for each day of UTC and of its zone. */
function openingsAround(window: MaintenanceWindow, now: number): Opening[] {
  const offset = offsetsAround(now, window.zone);
  const local = now + offset(now);
  const today = local - (local % DAY_MS);
  const known = openingsOf.get(window);
  if (known?.today === today && known.offset === offset) return known.openings;
  const openings = openingsFrom(window, today, offset);
  openingsOf.set(window, { today, offset, openings });
  return openings;
}

const openingsOf = new WeakMap<MaintenanceWindow, { today: number; offset: Offset; openings: Opening[] }>();

function openingsFrom({ days, opens, closes }: MaintenanceWindow, today: number, offset: Offset): Opening[] {
  /** The moment at which the wall clock shows this; a time that is skipped in spring counts as that much later. */
  const fromLocal = (shown: number) => {
    const guess = shown - offset(shown);
    const at = shown - offset(guess);
    return offset(at) === offset(guess) ? at : Math.max(at, guess);
  };
  const openings: Opening[] = [];
  for (let ahead = -1; ahead <= 8; ahead += 1) {
    const day = today + ahead * DAY_MS;
    if (!days.includes(new Date(day).getUTCDay())) continue;
    const end = closes > opens ? day + closes * MINUTE_MS : day + DAY_MS + closes * MINUTE_MS;
    openings.push(lastingLong(fromLocal(day + opens * MINUTE_MS), fromLocal(end), end - day - opens * MINUTE_MS));
  }
  return openings;
}

/**
 * Where the clocks go forward, a window loses the hour that they skip. One of which less than the shortest is left lasts as
 * long as it says, from the hour after: it would be lost for a week else.
 */
function lastingLong(start: number, end: number, length: number): Opening {
  return { start, end: end - start < SHORTEST_MINUTES * MINUTE_MS ? start + length : end };
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const FORM = /^(\S+) (\d\d):(\d\d)-(\d\d):(\d\d) (\S+)$/;
/** Renewal looks once an hour, so that a shorter window could pass unseen. */
const SHORTEST_MINUTES = 60;

function readWindow(part: string): MaintenanceWindow {
  const wrong = (problem: Reason) =>
    new AlbflowError("InvalidInput", reason("expected-maintenance-window", { window: part, problem }));
  const [, dayText = "", openHour, openMinute, closeHour, closeMinute, zone = ""] = FORM.exec(part) ?? [];
  if (zone === "") throw wrong(reason("window-unreadable"));
  const opens = Number(openHour) * 60 + Number(openMinute);
  const closes = Number(closeHour) * 60 + Number(closeMinute);
  if (Number(openMinute) > 59 || Number(closeMinute) > 59 || opens >= 1440 || closes > 1440) {
    throw wrong(reason("window-time-invalid"));
  }
  if ((closes > opens ? closes : closes + 1440) - opens < SHORTEST_MINUTES)
    throw wrong(reason("window-too-short", { minutes: SHORTEST_MINUTES }));
  const days = daysOf(dayText);
  if (days === undefined) throw wrong(reason("window-day-unknown", { day: dayText }));
  if (!isZone(zone)) throw wrong(reason("window-zone-unknown", { zone }));
  return { days, opens, closes, zone };
}

function daysOf(text: string): number[] | undefined {
  if (text === "daily") return [0, 1, 2, 3, 4, 5, 6];
  const days = text.split(",").flatMap((part) => {
    const [first = -1, last = first] = part.split("-").map((name) => DAYS.indexOf(name));
    if (first < 0 || last < 0) return [-1];
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, ahead) => (first + ahead) % 7);
  });
  return days.includes(-1) ? undefined : [...new Set(days)];
}

function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formats.set(zone, format);
  return format;
}

/**
 * How far a zone's wall clock is ahead of UTC, for moments around one: asked once a day where it does not change
 * meanwhile, which is nearly always.
 */
function offsetsAround(now: number, zone: string): Offset {
  const day = now - (now % DAY_MS);
  const known = offsets.get(zone);
  if (known?.day === day) return known.offset;
  const before = offsetAt(day - 3 * DAY_MS, zone);
  const offset = before === offsetAt(day + 12 * DAY_MS, zone) ? () => before : (at: number) => offsetAt(at, zone);
  offsets.set(zone, { day, offset });
  return offset;
}

type Offset = (at: number) => number;
const offsets = new Map<string, { day: number; offset: Offset }>();

function offsetAt(at: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - (at - (at % 1_000));
}
