// Usage: npm run release:publish, in a workflow at a release's tag (.github/workflows/release.yml). Packs both packages and
// publishes them with their provenance: the registry then shows from which commit and by which run they were made. What is
// published already is left as it is, so that it may run twice. Exit code 1, with nothing published, when it may not.
import { existsSync, readFileSync } from "node:fs";
import { git, npm, npmSaid, say } from "./commands.mjs";

const FOLDER = "dist/packages";
const manifests = ["local/package.json", "package.json"].map((file) => ({
  file,
  ...JSON.parse(readFileSync(file, "utf8")),
}));
const [{ version }] = manifests;

const refusals = whyNot();
if (refusals.length > 0) {
  for (const refusal of refusals) say(refusal);
  say("Nothing is published.");
  process.exit(1);
}

try {
  npm("run", "pack");
  for (const { name } of manifests) {
    const file = `${FOLDER}/${name}-${version}.tgz`;
    if (!existsSync(file)) throw new Error(`npm run pack left no ${file}.`);
    if (npmSaid("view", `${name}@${version}`, "version") === version) say(`${name} ${version} is published already.`);
    else npm("publish", file, "--provenance", "--access", "public");
  }
} catch (error) {
  say(`${error.message} Run it again: what is published by then is left as it is.`);
  process.exit(1);
}

/** Everything that stands in the way, in sentences. */
function whyNot() {
  const tags = git("tag", "--points-at", "HEAD").split("\n");
  return [
    tags.includes(`v${version}`) ? [] : `This commit does not have the tag v${version}: npm run release makes it.`,
    git("status", "--porcelain") === "" ? [] : "Some files are not as they were committed.",
    manifests.every((manifest) => manifest.version === version) ? [] : "The two packages differ in their version.",
    // Whoever verifies a provenance compares this address with that of the run.
    manifests
      .filter(({ repository }) => repository?.url === undefined)
      .map(
        ({ file }) => `${file} names no repository, which provenance needs: "repository": { "url": "git+https://…" }.`,
      ),
    // npm has the run's identity signed, which GitHub gives to jobs with the permission id-token.
    process.env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined
      ? 'Provenance is made by a workflow with "id-token: write", not on this machine.'
      : [],
  ].flat();
}
