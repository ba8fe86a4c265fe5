import { type Reason, reason } from "../platform/reasons/reason.ts";

/**
 * What is wrong with the name under which somebody is known (the subject of a token, `--as`), so that people could take it
 * for another's; undefined when nothing is.
 */
export function problemOfName(name: unknown): Reason | undefined {
  if (typeof name !== "string") return reason("name-not-text");
  if (name.trim() === "") return reason("name-blank");
  if (name.length > LONGEST_NAME) return reason("name-too-long", { most: LONGEST_NAME });
  // Control and format characters, whatever Unicode lets programs leave out, unassigned ones, and spaces but the usual one.
  const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/u;
  if (unseen.test(name)) return reason("name-invisible");
  const scripts = LOOKING_ALIKE.filter((script) =>
    new RegExp(`\\p{Script=${script}}`, "u").test(name.normalize("NFKC")),
  );
  return scripts.length > 1 ? reason("name-mixed-scripts") : undefined;
}

/** As many as OpenID Connect gives a subject (Core 1.0 §2). */
export const LONGEST_NAME = 255;

/**
 * Whether two names are to be taken for one person's: they are the same, whatever their case, the form of their letters and
 * the script that these are borrowed from. Pure.
 */
export function samePerson(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** Scripts that share the shapes of letters; a name of two of them is somebody's disguise (UTS 39 §5). */
const LOOKING_ALIKE = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic"];

function plain(name: string): string {
  // Upper case first: it makes one of letters that differ in small only, like σ and ς, ß and ss.
  const folded = name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
  const seen = folded.replaceAll(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "").trim();
  const letters = latinLetters();
  return seen.replaceAll(/./gsu, (letter) => letters.get(letter) ?? letter);
}

/** Small letters of Cyrillic, Greek and Armenian that are drawn as Latin ones, each behind the letter that it resembles. */
const RESEMBLING = "aаα bЬ cсϲ dԁ eеҽ gɡց hһհ iіιı jјϳ kкκ lӏ mм nηո oоοօ pрρ qԛգ rг sѕ tтτ uυս vνѵ wԝѡա xхχ yуγү zᴢ";

let latin: Map<string, string> | undefined;

/** The Latin letter of each; made when the first name is compared, as whoever only knows how long one may be compares none. */
function latinLetters(): Map<string, string> {
  latin ??= new Map(
    RESEMBLING.split(" ").flatMap(([letter = "", ...others]) =>
      others.map((other) => [other.toLowerCase(), letter] as const),
    ),
  );
  return latin;
}
