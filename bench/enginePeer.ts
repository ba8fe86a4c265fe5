import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The loop in the Amazon States Language. */
const LOOP = {
  StartAt: "Again",
  States: {
    Again: { Type: "Pass", Next: "Enough" },
    Enough: {
      Type: "Choice",
      Choices: [{ Variable: "$.n", NumericGreaterThanEqualsPath: "$.rounds", Next: "Done" }],
      Default: "Work",
    },
    Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:count", Next: "Again" },
    Done: { Type: "Succeed" },
  },
};

interface Counter {
  n: number;
  rounds: number;
}

interface Machine {
  run(input: Counter, options: object): { result: Promise<unknown> };
}

/** Gives a function that runs the loop once in aws-local-stepfunctions. */
export async function loadPeer(): Promise<(rounds: number) => Promise<void>> {
  polyfill();
  const path = join(process.cwd(), "bench/node_modules/aws-local-stepfunctions/build/main.node.esm.js");
  const { StateMachine } = (await import(pathToFileURL(path).href)) as {
    StateMachine: new (definition: object, options: object) => Machine;
  };
  const machine = new StateMachine(LOOP, { validationOptions: { _noValidate: true } });
  const count = async ({ n, rounds }: Counter): Promise<Counter> => ({ n: n + 1, rounds });
  const options = { overrides: { taskResourceLocalHandlers: { Work: count } } };
  return async (rounds) => {
    await machine.run({ n: 0, rounds }, options).result;
  };
}

/** The peer wants Node 22 for this one function. */
function polyfill() {
  const promises = Promise as unknown as { withResolvers?: () => object };
  promises.withResolvers ??= () => {
    let resolve: unknown;
    let reject: unknown;
    const promise = new Promise((yes, no) => {
      resolve = yes;
      reject = no;
    });
    return { promise, resolve, reject };
  };
}
