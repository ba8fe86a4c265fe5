import { elapsedText } from "../islands/elapsedText.ts";

/**
 * How long something has taken, or takes: the page's script lets it go on while `until` is not known. Clocks of browsers
 * may be wrong, so that it counts from `now`, the server's.
 */
export function Elapsed({ since, until, now }: { since: string; until: string | null; now: number }) {
  const elapsed = (until === null ? now : Date.parse(until)) - Date.parse(since);
  if (until !== null) return <span class="elapsed">{elapsedText(elapsed)}</span>;
  return (
    <span class="elapsed" data-elapsed={elapsed}>
      {elapsedText(elapsed)}
    </span>
  );
}
