import { EvaluationError } from "./expressionError.ts";

/**
 * Whether a regular expression matches anywhere in a text. The service's language has no backtracking, so a pattern
 * such as `(a+)+$` must not hang us either: this follows all ways at once, in time proportional to pattern × text.
 * Groups, alternatives, repetitions, classes, anchors and `(?i)`; no back-references, no look-around.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const program = compile(pattern);
  const characters = Array.from(text);
  let current = new Set<number>();
  for (let at = 0; at <= characters.length; at += 1) {
    follow(program, current, 0, characters, at);
    if (current.has(program.length)) return true;
    const next = new Set<number>();
    for (const place of current) {
      const step = program[place];
      if (step?.kind === "character" && at < characters.length && step.accepts.test(characters[at] ?? "")) {
        follow(program, next, place + 1, characters, at + 1);
      }
    }
    current = next;
    if (current.has(program.length)) return true;
  }
  return false;
}

/** A pattern as a program; its end is the match. */
type Step =
  | { kind: "character"; accepts: RegExp }
  | { kind: "assert"; holds: (characters: string[], at: number) => boolean }
  /** Goes on at each of these places, relative to this one. */
  | { kind: "split"; to: number[] };

/** A pattern being read. */
interface Reading {
  pattern: string;
  at: number;
  flags: string;
  depth: number;
}

const MAX_STEPS = 20_000;
const MAX_DEPTH = 100;

/** Adds a place and all places that can be reached from it without a character. */
function follow(program: Step[], places: Set<number>, place: number, characters: string[], at: number) {
  const pending = [place];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (places.has(next)) continue;
    places.add(next);
    const step = program[next];
    if (step?.kind === "split") for (const to of step.to) pending.push(next + to);
    if (step?.kind === "assert" && step.holds(characters, at)) pending.push(next + 1);
  }
}

function compile(pattern: string): Step[] {
  const reading: Reading = { pattern, at: 0, flags: "u", depth: 0 };
  const program = readAlternatives(reading);
  if (reading.at < pattern.length) throw wrong(reading);
  return program;
}

/** A loop and no recursion: a pattern may have thousands of alternatives. */
function readAlternatives(reading: Reading): Step[] {
  const ways = [readSequence(reading)];
  let length = ways[0]?.length ?? 0;
  while (reading.pattern[reading.at] === "|") {
    reading.at += 1;
    const way = readSequence(reading);
    ways.push(way);
    length += way.length + 2;
    if (length > MAX_STEPS) throw wrong(reading);
  }
  const steps: Step[] = [];
  for (const [index, way] of ways.entries()) {
    if (index === ways.length - 1) steps.push(...way);
    else {
      const end = steps.length + way.length + 1;
      steps.push({ kind: "split", to: [1, way.length + 2] }, ...way, { kind: "split", to: [length - end] });
    }
  }
  return steps;
}

function readSequence(reading: Reading): Step[] {
  const { pattern } = reading;
  const steps: Step[] = [];
  while (reading.at < pattern.length && pattern[reading.at] !== "|" && pattern[reading.at] !== ")") {
    for (const step of readRepetition(reading)) steps.push(step);
    sized(reading, steps);
  }
  return steps;
}

const REPETITIONS: Record<string, [least: number, most: number]> = {
  "*": [0, Number.POSITIVE_INFINITY],
  "+": [1, Number.POSITIVE_INFINITY],
  "?": [0, 1],
};

function readRepetition(reading: Reading): Step[] {
  const atom = readAtom(reading);
  const counted = /^(?:([*+?])|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})\??/.exec(reading.pattern.slice(reading.at));
  if (counted === null) return atom;
  reading.at += counted[0].length;
  const [, symbol, least, comma, most] = counted;
  if (symbol !== undefined) return repeat(reading, atom, ...(REPETITIONS[symbol] ?? [1, 1]));
  const open = comma === undefined ? Number(least) : Number.POSITIVE_INFINITY;
  return repeat(reading, atom, Number(least), most === undefined ? open : Number(most));
}

function repeat(reading: Reading, atom: Step[], least: number, most: number): Step[] {
  if (most < least) throw wrong(reading);
  let steps: Step[] = [];
  for (let i = 0; i < least; i += 1) steps = sized(reading, [...steps, ...atom]);
  if (most === Number.POSITIVE_INFINITY) {
    const skip = atom.length + 2;
    return [...steps, { kind: "split", to: [1, skip] }, ...atom, { kind: "split", to: [-atom.length - 1] }];
  }
  const optional: Step[] = [{ kind: "split", to: [1, atom.length + 1] }, ...atom];
  for (let i = least; i < most; i += 1) steps = sized(reading, [...steps, ...optional]);
  return steps;
}

const ASSERTIONS: Record<string, (characters: string[], at: number) => boolean> = {
  "^": (_, at) => at === 0,
  $: (characters, at) => at === characters.length,
  "\\b": (characters, at) => isWord(characters[at - 1]) !== isWord(characters[at]),
  "\\B": (characters, at) => isWord(characters[at - 1]) === isWord(characters[at]),
};

function readAtom(reading: Reading): Step[] {
  const rest = reading.pattern.slice(reading.at);
  const flags = /^\(\?([is]+)\)/.exec(rest);
  if (flags !== null) {
    reading.at += flags[0].length;
    reading.flags += flags[1];
    return [];
  }
  const group = /^\((?:\?:|\?P?<\w+>)?(?!\?)/.exec(rest);
  if (group !== null) return readGroup(reading, group[0].length);
  const atom = /^(?:\\[pP]\{[\w=]+\}|\\x\{?[0-9a-fA-F]+\}?|\\.|\[\^?(?:\\.|[^\]\\])*\]|[^*+?()|{}])/su.exec(rest);
  if (atom === null) throw wrong(reading);
  reading.at += atom[0].length;
  const holds = Object.hasOwn(ASSERTIONS, atom[0]) ? ASSERTIONS[atom[0]] : undefined;
  if (holds !== undefined) return [{ kind: "assert", holds }];
  try {
    return [{ kind: "character", accepts: new RegExp(`^${atom[0]}$`, [...new Set(reading.flags)].join("")) }];
  } catch {
    throw wrong(reading);
  }
}

function readGroup(reading: Reading, opening: number): Step[] {
  reading.at += opening;
  reading.depth += 1;
  if (reading.depth > MAX_DEPTH) throw wrong(reading);
  const inner = readAlternatives(reading);
  if (reading.pattern[reading.at] !== ")") throw wrong(reading);
  reading.at += 1;
  reading.depth -= 1;
  return inner;
}

function sized(reading: Reading, steps: Step[]): Step[] {
  if (steps.length > MAX_STEPS) throw wrong(reading);
  return steps;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character);
}

function wrong({ pattern }: Reading): EvaluationError {
  return new EvaluationError(`the pattern ${JSON.stringify(pattern)} is not a regular expression that is supported`);
}
