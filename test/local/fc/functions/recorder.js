// Functions that say what they were called with, one JSON object a line.
let calls = 0;

const record = (event) => process.stdout.write(`${event.toString("utf8")}\n`);

exports.record = async (event) => record(event);
exports.failThreeTimes = async (event) => {
  record(event);
  calls += 1;
  if (calls <= 3) throw new Error(`call ${calls}`);
};
exports.failTwice = async (_, context) => {
  record(JSON.stringify({ attempt: context.retryCount }));
  if (context.retryCount < 2) throw new Error("not yet");
};
exports.failAlways = async (event) => {
  record(event);
  throw new Error("never");
};
