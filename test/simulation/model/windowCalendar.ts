/** Maintenance windows, as a person would look them up in a calendar, quarter hour by quarter hour. */
export interface WindowCalendar {
  isOpen(at: number): boolean;
  /** Whether a window opens after one moment and before another. */
  opensBetween(after: number, before: number): boolean;
}

/** A window of the calendar: weekdays by their English names, hours from and to (beyond 24: of the day after). */
export interface CalendarWindow {
  days: string[];
  from: number;
  to: number;
  zone: string;
}

/** Judges what renewal does by nothing that renewal uses. */
export function windowCalendar(windows: CalendarWindow[]): WindowCalendar {
  const known = new Map<number, boolean>();
  const clocks = windows.map((window) => ({
    ...window,
    format: new Intl.DateTimeFormat("en-GB", {
      timeZone: window.zone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
  }));
  const isOpenAt = (at: number): boolean =>
    clocks.some(({ days, from, to, format }) => {
      const [, day = "", hour, minute] = /^(\w+) (\d\d):(\d\d)$/.exec(format.format(at).replace(",", "")) ?? [];
      const time = Number(hour) + Number(minute) / 60;
      const yesterday = WEEK[(WEEK.indexOf(day) + 6) % 7] ?? "";
      return (days.includes(day) && time >= from && time < to) || (days.includes(yesterday) && time + 24 < to);
    });
  const isOpen = (at: number): boolean => {
    const quarter = Math.floor(at / QUARTER_MS);
    const open = known.get(quarter) ?? isOpenAt(quarter * QUARTER_MS);
    known.set(quarter, open);
    return open;
  };
  return {
    isOpen: windows.length === 0 ? () => true : isOpen,
    opensBetween(after, before) {
      for (let at = (Math.floor(after / QUARTER_MS) + 1) * QUARTER_MS; at < before; at += QUARTER_MS) {
        if (isOpen(at) && !isOpen(at - QUARTER_MS)) return true;
      }
      return false;
    },
  };
}

const WEEK = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const QUARTER_MS = 15 * 60_000;
