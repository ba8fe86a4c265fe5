/** How something is: each kind has a colour and a shape of its own, and stands beside a word. */
export type StateKind = "ok" | "warn" | "bad" | "off" | "busy";

/** A state, told by shape, word and colour. */
export function State({ kind, children }: { kind: StateKind; children?: unknown }) {
  return (
    <span class={`state ${kind}`}>
      <svg class="shape" viewBox="0 0 12 12" aria-hidden="true">
        <path d={SHAPES[kind]} fill-rule="evenodd" />
      </svg>
      {children}
    </span>
  );
}

/** Disc, triangle, octagon with a bar, square, ring that is half full. */
const SHAPES: Record<StateKind, string> = {
  ok: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Z",
  warn: "M6 .8 11.600 11H.4Z",
  bad: "M3.700.5h4.600L11.500 3.700v4.600L8.300 11.500H3.700L.5 8.300V3.700ZM2.800 5v2h6.400V5Z",
  off: "M1.500 1.500h9v9h-9ZM3.200 3.200v5.600h5.600V3.200Z",
  busy: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.600v6.800a3.400 3.400 0 0 0 0-6.800Z",
};
