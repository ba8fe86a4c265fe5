/** Fewer are built in a moment. */
const WORTH_REPORTING = 5;
/** Where there is no terminal, a line for so many. */
const EVERY = 10;

/**
 * Says on stderr how many of `total` packages are built, as the first build takes a minute: on a terminal in one line that is taken away at
 * the end, elsewhere in a line for every ten. Gives what is to be called after each package.
 */
export function openBuildProgress(total, terminal = process.stderr) {
  let built = 0;
  const say = () => {
    const line = `  … built ${built} of ${total} packages`;
    if (terminal.isTTY) terminal.write(`\r\u001B[K${built < total ? line : ""}`);
    else if (built % EVERY === 0 || built === total) terminal.write(`${line}\n`);
  };
  if (total < WORTH_REPORTING) return () => undefined;
  say();
  return () => {
    built += 1;
    say();
  };
}
