import { describe, expect, it } from "vitest";
import type { ExpressionCode } from "../../flowlang/definition/findingCodes.ts";
import { compileExpression } from "../../flowlang/expressions/compileExpression.ts";
import { EvaluationError, ExpressionError } from "../../flowlang/expressions/expressionError.ts";
import type { Json } from "../../flowlang/json.ts";
import { nextRandom } from "../../flowlang/random.ts";

const INPUT: Json = { a: 1, text: "hello", list: [1, "x", { k: null }], map: { x: 1, y: 2 }, 中文: { 键: 3 }, in: 4 };

function evaluate(text: string): Json {
  const state = { random: 7 };
  return compileExpression(text, { output: true })({
    input: INPUT,
    output: { Body: { state: "go" } },
    global: { g: true },
    context: () => ({ Execution: { Name: "e1" } }),
    random: () => nextRandom(state),
  });
}

function failure(text: string): string {
  try {
    return `no failure, but ${JSON.stringify(evaluate(text))}`;
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

type Problem = [column: number, code: ExpressionCode, params: object];

function problemOf(text: string, visibility = { output: true }): Problem | undefined {
  try {
    compileExpression(text, visibility);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [error.column, error.problem.code, error.problem.params];
  }
}

const OPERATORS = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "!", "-"];

const VALUES: [expression: string, value: Json][] = [
  ["1", 1],
  ["12.5", 12.5],
  ["-3", -3],
  ["- 3", -3],
  ["true", true],
  ["false", false],
  ['"double \\" \\n \\u4e2d"', 'double " \n 中'],
  ["`back \\n quoted`", "back \\n quoted"],
  ["'single'", "single"],
  ["[1, `two`, [true]]", [1, "two", [true]]],
  ["[]", []],
  ["$Input.a", 1],
  ["$Input.list[2].k", null],
  ["$Input.中文.键", 3],
  ["$Input.in", 4],
  ["$Output.Body.state", "go"],
  ["$Global.g", true],
  ["$Context.Execution.Name", "e1"],
  ["1 < 2", true],
  ["2 <= 2", true],
  ["3 > 4", false],
  ["4 >= 4", true],
  ['"a" < "b"', true],
  ['"B" < "a"', true],
  ["1 == 1.0", true],
  ['1 == "1"', false],
  ['1 != "1"', true],
  ['$Input.map == stringToJson("{\\"y\\":2,\\"x\\":1}")', true],
  ["$Input.list[2] == $Input.map", false],
  ["true || false && false", true],
  ["(true || false) && false", false],
  ["false && $Input.absent", false],
  ["true || $Input.absent", true],
  ["!true || true", true],
  ["!(true || true)", false],
  ["!!true", true],
  ["1 < 2 == true", true],
  ["1 in $Input.list", true],
  ["2 in $Input.list", false],
  ['"x" in $Input.map', true],
  ['"z" in $Input.map', false],
  ['!("z" in $Input.map)', true],
  ['"toString" in $Input.map', false],
  ["-1 < $Input.a", true],
];

describe("expressions", () => {
  it.each(VALUES)("%s is %j", (expression, value) => {
    expect(evaluate(expression)).toEqual(value);
  });

  const unknownOperator = (column: number, operator: string): Problem => [
    column,
    "expression-operator-unknown",
    { operator, known: OPERATORS },
  ];
  const CANNOT_COMPILE: [expression: string, problem: Problem][] = [
    ["", [1, "expression-empty", {}]],
    ["1 +", unknownOperator(3, "+")],
    ["1 - 2", [3, "expression-operator-expected", { found: "-" }]],
    ["a ? b : c", unknownOperator(3, "?")],
    ["$Input.a =~ 1", unknownOperator(10, "=")],
    ["(1", [3, "expression-symbol-expected", { found: null, symbols: [")"] }]],
    ["1)", [2, "expression-operator-expected", { found: ")" }]],
    ["[1", [3, "expression-symbol-expected", { found: null, symbols: [",", "]"] }]],
    ["1 ==", [5, "expression-value-expected", { found: null }]],
    ['"open', [1, "expression-text-open", { quote: '"' }]],
    [
      '"\\x"',
      [
        2,
        "expression-escape-unknown",
        { sequence: "\\x", known: ['\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000"] },
      ],
    ],
    [
      "$Inputs.a",
      [1, "expression-variable-unknown", { name: "$Inputs", known: ["$Context", "$Input", "$Output", "$Global"] }],
    ],
    ["$Input.a[*]", unknownOperator(10, "*")],
    ['$Input["a"]', [8, "expression-index-expected", { found: "a" }]],
    ["$Input[1.5]", [8, "expression-index-expected", { found: "1.5" }]],
    ["$Input.0", [8, "expression-key-expected", { found: "0" }]],
    ["$Input.a-b", [9, "expression-operator-expected", { found: "-" }]],
    ["null", [1, "expression-word-bare", { word: "null" }]],
    ["length()", [1, "expression-arguments-miscounted", { name: "length", count: 0, usage: "length(value)" }]],
    ["@", [1, "expression-character-unexpected", { character: "@" }]],
    ["\u{1F600}", [1, "expression-character-unexpected", { character: "\u{1F600}" }]],
  ];
  it.each(CANNOT_COMPILE)("%j is refused with its column", (expression, problem) => {
    expect(problemOf(expression)).toEqual(problem);
  });

  it("an unknown function is refused with the list of the known ones", () => {
    const known = expect.arrayContaining(["format", "length"]);
    expect(problemOf("1 == sum(2)")).toEqual([6, "expression-function-unknown", { name: "sum", known }]);
    expect(problemOf("constructor(2)")).toEqual([1, "expression-function-unknown", { name: "constructor", known }]);
  });

  it("functions nest ten deep and not eleven", () => {
    const nested = (depth: number) => `${"toArray(".repeat(depth)}1${")".repeat(depth)}`;
    expect(evaluate(nested(10))).toEqual([[[[[[[[[[1]]]]]]]]]]);
    expect(problemOf(nested(11))).toEqual([81, "expression-functions-too-deep", { depth: 11, most: 10 }]);
  });

  it("$Output is refused where there is none", () => {
    for (const path of ["$Output.a", "$Context.Current.Output"]) {
      expect(problemOf(path, { output: false })).toEqual([1, "expression-output-unreadable", { path }]);
    }
  });

  const CANNOT_EVALUATE: [expression: string, message: string][] = [
    ["$Input.absent", '$Input has no key "absent"'],
    ["$Input.a.b", '$Input.a has no key "b"'],
    ["$Input.list[9]", "$Input.list has no element [9]"],
    ["1 < `a`", '"<" cannot compare a number with a string'],
    ["true < false", '"<" cannot compare a boolean with a boolean'],
    ["1 && true", '"&&" needs booleans, but has a number'],
    ["true && 1", '"&&" needs booleans, but has a number'],
    ["!1", '"!" needs booleans, but has a number'],
    ["-`a`", '"-" needs a number, but has a string'],
    ["1 in 2", '"in" needs an array or an object on its right, but has a number'],
    ["1 in $Input.map", '"in" needs a string to look up a key, but has a number'],
  ];
  it.each(CANNOT_EVALUATE)("%s has no value", (expression, message) => {
    expect(failure(expression)).toBe(message);
  });
});

describe("built-in functions", () => {
  const RESULTS: [expression: string, value: Json][] = [
    ['format("hello {}", "world")', "hello world"],
    ['format("{}-{}", 1, $Input.map)', '1-{"x":1,"y":2}'],
    ["length($Input.list)", 3],
    ["length($Input.map)", 2],
    ['length("中文")', 2],
    ['regexMatchString("^he.*o$", $Input.text)', true],
    ['regexMatchString("^x", $Input.text)', false],
    ['split("a,b,,c", ",")', ["a", "b", "", "c"]],
    ['get($Input.map, "x")', 1],
    ['get($Input.map, "z", 9)', 9],
    ["get($Input.list, 1)", "x"],
    ["intAdd(2, -3)", -1],
    ['arrayContains(["Tom", 10], 10)', true],
    ['arrayContains(["Tom", 10], "Jack")', false],
    ["arrayUnique([1, 2, 3, 1])", [1, 2, 3]],
    ['toArray(1, "a", $Input.map)', [1, "a", { x: 1, y: 2 }]],
    ["toArray()", []],
    ["mapKeys($Input.map)", ["x", "y"]],
    ["mapValues($Input.map)", [1, 2]],
    ['fromBase64("Rm5G")', "FnF"],
    ['toBase64("FnF")', "Rm5G"],
    ['hash("abc", "MD5")', "900150983cd24fb0d6963f7d28e17f72"],
    ['hash("abc", "SHA-1")', "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ['hash("abc", "SHA-256")', "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ['length(hash("abc", "SHA-512"))', 128],
    ['stringToJson(`{"a":[1]}`)', { a: [1] }],
    ["fromJSON(`[1]`)", [1]],
    ["jsonToString($Input.map)", '{"x":1,"y":2}'],
    ['jsonMerge($Input.map, stringToJson(`{"y":{"z":1}}`))', { x: 1, y: { z: 1 } }],
  ];
  it.each(RESULTS)("%s is %j", (expression, value) => {
    expect(evaluate(expression)).toEqual(value);
  });

  it("uuid() and randomInt() are repeatable and of the right form", () => {
    expect(evaluate("uuid()")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(evaluate("uuid()")).toBe(evaluate("uuid()"));
    expect(evaluate("randomInt(3, 4)")).toBe(3);
    expect(evaluate("randomInt(-5, 5)")).toBe(evaluate("randomInt(-5, 5)"));
  });

  const FAILURES: [expression: string, message: string][] = [
    ['format("{}")', "format: the template has 1 places {} for 0 values"],
    ['format("x", 1)', "format: the template has 0 places {} for 1 values"],
    ["format(1)", "format: argument 1 must be a string, but is a number"],
    ["length(1)", "length: an array, a map or a string has a length, but not a number"],
    ['regexMatchString("(", "x")', 'regexMatchString: the pattern "(" is not a regular expression that is supported'],
    ['get($Input.map, "z")', 'get: an object has no "z", and no default is given'],
    ["intAdd(1.5, 1)", "intAdd: argument 1 must be an integer, but is a number"],
    ["intAdd(9007199254740991, 1)", "intAdd: the sum is too large for an integer"],
    ["randomInt(2, 2)", "randomInt: there is no integer from 2 to below 2"],
    ["arrayContains(1, 1)", "arrayContains: argument 1 must be an array, but is a number"],
    ["mapKeys([])", "mapKeys: argument 1 must be an object, but is an array"],
    ['fromBase64("*")', "fromBase64: the text is not Base64"],
    ['hash("a", "CRC")', 'hash: the hash "CRC" is unknown; known are MD5, SHA-1, SHA-256, SHA-512'],
    ['stringToJson("{")', "stringToJson: the text is not JSON"],
  ];
  it.each(FAILURES)("%s has no value", (expression, message) => {
    expect(failure(expression)).toBe(message);
  });
});
