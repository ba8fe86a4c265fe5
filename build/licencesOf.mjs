import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Name, version and licence text of every package that went into a bundle (by its metafile), by name. */
export function licencesOf({ inputs }) {
  const folders = new Set(Object.keys(inputs).flatMap((file) => PACKAGE.exec(file)?.[1] ?? []));
  const notices = [...folders].map((folder) => {
    const {
      name,
      version,
      license = "no licence is named",
    } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const terms = text === undefined ? "" : `\n\n${readFileSync(join(folder, text), "utf8").trim()}`;
    return `${name} ${version}: ${typeof license === "string" ? license : license.type}${terms}\n`;
  });
  return [...new Set(notices)].sort().join(`\n${"-".repeat(80)}\n`);
}

/** The innermost package that a file belongs to. */
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
