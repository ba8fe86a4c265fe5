// Usage: npm run release -- <version>, on main, when what is to be released is committed. Asks for known weaknesses of the
// packages, writes the version where it stands, runs every test, packs, commits and tags `v<version>`. Exit code 1, and
// everything as before, when one of these does not go through. Publishes nothing: build/release/publish.mjs does.
import { readFileSync, writeFileSync } from "node:fs";
import { changesUnder, newlyReleased } from "./changelog.mjs";
import { git, npm, say } from "./commands.mjs";
import { unexcused } from "./unexcused.mjs";

/** Where the version stands by hand; what `npm run generate` writes follows from package.json. */
const MANIFESTS = ["package.json", "local/package.json"];
const LOCK = "package-lock.json";
/** Shows what `albflow doctor` prints. */
const GUIDE = "docs/getting-started.md";
const CHANGES = "CHANGELOG.md";

const [, , version = ""] = process.argv;
const before = JSON.parse(readFileSync("package.json", "utf8")).version;
const date = new Date().toISOString().slice(0, 10);

const refusals = [...whyNot(), ...unexcused(date)];
if (refusals.length > 0) {
  for (const refusal of refusals) say(refusal);
  say(`Nothing is released${version === "" ? "" : ` as ${version}`}.`);
  process.exit(1);
}

// Ctrl-C ends the command that runs, which is a failure like another.
process.on("SIGINT", () => {});
const head = git("rev-parse", "HEAD");
try {
  writeVersion();
  npm("run", "generate");
  npm("run", "test:all");
  npm("run", "pack");
  git("add", "--all");
  git("commit", "--quiet", "--message", `albflow ${version}`);
  git("tag", "--annotate", `v${version}`, "--cleanup=verbatim", "--message", `albflow ${version}\n\n${changesNow()}`);
} catch (error) {
  leaveAsBefore(error.message);
}
say(`albflow ${version} is committed and has the tag v${version}; both packages are in dist/packages.`);
say(`Next: git push origin main v${version}. .github/workflows/release.yml then publishes them with their provenance.`);

/** Everything that stands in the way, in sentences. */
function whyNot() {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return [`"${version}" is no version. Usage: npm run release -- 1.2.3`];
  const branch = git("branch", "--show-current");
  return [
    isLater(version, before) ? [] : `${version} is not later than ${before}, which package.json has.`,
    branch === "main" ? [] : `Releases are made on main, and this is ${branch === "" ? "no branch" : branch}.`,
    git("status", "--porcelain") === "" ? [] : "Some changes are not committed: commit them, or put them aside.",
    git("tag", "--list", `v${version}`) === "" ? [] : `The tag v${version} is there already.`,
    changesUnder(readFileSync(CHANGES, "utf8"), "Unreleased") === ""
      ? `${CHANGES} says nothing under "Unreleased".`
      : [],
  ].flat();
}

function isLater(one, other) {
  const [a, b] = [one, other].map((text) => text.split(".").map(Number));
  const at = a.findIndex((number, place) => number !== b[place]);
  return at >= 0 && a[at] > b[at];
}

function writeVersion() {
  for (const file of MANIFESTS) edit(file, (text) => text.replace(/("version": )"[^"]*"/, `$1"${version}"`));
  edit(LOCK, (text) => {
    const lock = JSON.parse(text);
    for (const one of [lock, lock.packages[""], lock.packages.local]) one.version = version;
    return `${JSON.stringify(lock, undefined, 2)}\n`;
  });
  edit(GUIDE, (text) => text.replaceAll(`albflow ${before}`, `albflow ${version}`));
  edit(CHANGES, (text) => newlyReleased(text, version, date));
}

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

function changesNow() {
  return changesUnder(readFileSync(CHANGES, "utf8"), version);
}

/** Nothing was uncommitted, so that what is different now is this release's. */
function leaveAsBefore(why) {
  git("reset", "--quiet", "--hard", head);
  say(why);
  say(`Nothing is released as ${version}: the files are as before.`);
  process.exit(1);
}
