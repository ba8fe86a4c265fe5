/** A moment, RFC 3339 in UTC, as people read it: to the second, in the time that logs are in. */
export function Moment({ at }: { at: string }) {
  return <time datetime={at}>{momentText(at)}</time>;
}

/** `2026-11-27 03:00:05 UTC` */
function momentText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}
