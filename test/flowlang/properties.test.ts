import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { compileExpression } from "../../flowlang/expressions/compileExpression.ts";
import { EvaluationError, ExpressionError } from "../../flowlang/expressions/expressionError.ts";
import { parseExpression, type Syntax } from "../../flowlang/expressions/parseExpression.ts";
import type { ExpressionEnvironment } from "../../flowlang/expressions/variables.ts";
import type { Json } from "../../flowlang/json.ts";
import { sampledRuns } from "../support/sampled.ts";

const environment: ExpressionEnvironment = {
  input: { a: 1, b: [true, "x"], c: { d: null } },
  output: {},
  global: {},
  context: () => ({ Execution: { Name: "e" } }),
  random: () => 0.5,
};

/** The words of the language, and some that are none: sequences of them come near the grammar from all sides. */
const WORDS = fc.constantFrom(
  ..."( ) [ ] , . ! - + * / ? : = == != < <= > >= && || & | in true false null 1 12.5 0 $ $Input $Output $Global $Context".split(
    " ",
  ),
  ...'a b Body .a .b[0] [1] "x" `y` \'z\' " ` length( toArray( format( uuid() hash( regexMatchString( intAdd( 中 \u{1F600}'.split(
    " ",
  ),
  " ",
  "\n",
);

const NEAR = fc.array(WORDS, { maxLength: 24 }).map((words) => words.join(" "));
const OPERANDS = fc.constantFrom(
  ..."1 0.5 true $Input.a $Input.b[1] $Input.c.d $Input.x !true -1 (1) [$Input] uuid() length($Input)".split(" "),
);
const OPERATORS = fc.constantFrom(..."|| && == != < <= > >= in + , ) .".split(" "));
const CHAINS = fc
  .array(fc.tuple(OPERANDS, OPERATORS), { minLength: 1, maxLength: 8 })
  .map((pairs) => pairs.flat().slice(0, -1).join(" "));
const ANYTHING = fc.string({ unit: "binary", maxLength: 60 });

describe("the expression language", () => {
  it("random texts are compiled and evaluated, or refused with a column, and nothing else", () => {
    let compiled = 0;
    const check = (text: string) => {
      try {
        const expression = compileExpression(text, { output: true });
        compiled += 1;
        expression(environment);
      } catch (error) {
        if (error instanceof ExpressionError) {
          expect(error.column).toBeGreaterThanOrEqual(1);
          expect(error.column).toBeLessThanOrEqual(text.length + 1);
        } else expect(error).toBeInstanceOf(EvaluationError);
      }
    };
    fc.assert(fc.property(NEAR, check), { numRuns: sampledRuns(40_000), seed: 1 });
    fc.assert(fc.property(CHAINS, check), { numRuns: sampledRuns(20_000), seed: 6 });
    fc.assert(fc.property(ANYTHING, check), { numRuns: sampledRuns(40_000), seed: 2 });
    // The words must come near enough to the grammar for this to mean anything.
    expect(compiled).toBeGreaterThan(sampledRuns(8_000));
  });

  it("endless nesting and endless chains are refused, not overflowed", () => {
    for (const text of [
      "(".repeat(100_000),
      "!".repeat(100_000),
      "-".repeat(100_000),
      "[".repeat(100_000),
      "true&&".repeat(100_000),
    ]) {
      expect(() => compileExpression(text, { output: true })).toThrow(ExpressionError);
    }
  });

  it("a tree written with only the brackets that precedence needs is read as the same tree", () => {
    fc.assert(
      fc.property(TREE, (tree) => {
        expect(shape(parseExpression(write(tree, 0)))).toEqual(shape(tree));
      }),
      { numRuns: sampledRuns(3_000), seed: 3 },
    );
  });
});

const POWER: Record<string, number> = { "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, in: 3 };

const { tree: TREE } = fc.letrec<{ tree: Syntax }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      fc.nat(99).map((value): Syntax => ({ kind: "literal", value, column: 0 })),
      fc.stringMatching(/^[a-z "\\]{0,5}$/).map((value): Syntax => ({ kind: "literal", value, column: 0 })),
      fc
        .array(fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.nat(3)), { maxLength: 3 })
        .map((steps): Syntax => ({ kind: "path", variable: "$Input", steps, column: 0 })),
    ),
    fc
      .tuple(fc.constantFrom(...Object.keys(POWER)), tie("tree"), tie("tree"))
      .map(([operator, left, right]): Syntax => ({ kind: "infix", operator, left, right, column: 0 })),
    fc
      .tuple(fc.constantFrom("!", "-"), tie("tree"))
      .map(([operator, operand]): Syntax => ({ kind: "prefix", operator, operand, column: 0 })),
    fc.array(tie("tree"), { maxLength: 2 }).map((items): Syntax => ({ kind: "list", items, column: 0 })),
  ),
}));

/** Writes a tree; brackets stand only where an operator binds less tightly than its place asks for. */
function write(tree: Syntax, power: number): string {
  switch (tree.kind) {
    case "literal":
      return JSON.stringify(tree.value);
    case "path":
      return `${tree.variable}${tree.steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")}`;
    case "list":
      return `[${tree.items.map((item) => write(item, 0)).join(", ")}]`;
    case "call":
      return `${tree.name}(${tree.args.map((arg) => write(arg, 0)).join(", ")})`;
    case "prefix":
      return `${tree.operator}${write(tree.operand, 4)}`;
    case "infix": {
      const own = POWER[tree.operator] ?? 0;
      const text = `${write(tree.left, own)} ${tree.operator} ${write(tree.right, own + 1)}`;
      return own < power ? `(${text})` : text;
    }
  }
}

/** A tree without its columns. */
function shape(tree: Syntax): Json {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === "column" ? undefined : value)));
}

describe("definitions", () => {
  const LINES = fc.constantFrom(
    "Type: StateMachine",
    "SpecVersion: v1",
    "Name: f",
    "StartAt: A",
    "States:",
    "  - Name: A",
    "    Type: Pass",
    "    Type: Map",
    "    End: true",
    "    Next: A",
    "    Branches: [{ Condition: $Input.a, Next: A }]",
    "    Processor: { StartAt: A, States: [] }",
    "    OutputConstructor: { a.$: $Input, b: [1, { c.$: '(' }] }",
    "    Retry: [{ Errors: [x], MaxAttempts: 1e400, IntervalSeconds: .inf }]",
    "    Catch: {}",
    "    ? [a]",
    "    &x a: *x",
    "    <<: *x",
    "    __proto__: 1",
    "\t",
    "--- |",
    "}",
  );
  it("random texts are read or refused with findings, and nothing else", () => {
    const check = (text: string) => {
      const { flow, findings } = readFlow(text);
      if (flow === undefined) expect(findings.length).toBeGreaterThan(0);
      for (const { line, column } of findings) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
    };
    fc.assert(
      fc.property(
        fc.array(LINES, { maxLength: 14 }).map((lines) => lines.join("\n")),
        check,
      ),
      { numRuns: sampledRuns(7_000), seed: 4 },
    );
    fc.assert(fc.property(ANYTHING, check), { numRuns: sampledRuns(3_000), seed: 5 });
  });
});
