import type { CompletionRow } from "./completionTable.ts";
import { idKinds } from "./idKinds.ts";

/** The shells that can complete. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * A script for a shell to source, which completes commands, options and known values without starting Node, and ids by
 * asking `albflow complete-ids`, which remembers them for a minute.
 */
export function completionScript(shell: Shell, table: CompletionRow[]): string {
  return shell === "fish" ? fishScript(table) : posixScript(shell, table);
}

function posixScript(shell: "bash" | "zsh", table: CompletionRow[]): string {
  const paths = table.map(({ path, words }) => `    ${quoted(path)}) words=${quoted(words.join(" "))} ;;`);
  const values = table.flatMap(({ path, values }) =>
    Object.entries(values).map(
      ([option, choices]) => `    ${quoted(`${path} ${option}`)}) values=${quoted(choices.join(" "))} ;;`,
    ),
  );
  const known = table.map(({ path }) => quoted(path)).join("|");
  const kinds = Object.entries(idKinds(table)).map(
    ([kind, places]) => `    ${places.map((place) => `*${quoted(place)}`).join("|")}) kind=${kind} ;;`,
  );
  return `${SHELL[shell].head}
_albflow_complete() {
  # What is there before the word that is being written decides. No "path": in zsh that is where commands are looked for.
  local at="" word try words="" values="" kind="" previous=""
  local -a flags=()
  for word in "$@"; do
    case "$previous" in --port|--region|--home|--profile) flags+=("$previous" "$word") ;; esac
    case "$word" in --local|--embedded) flags+=("$word") ;; esac
    previous="$word"
    if [[ -z "$at" ]]; then try="$word"; else try="$at $word"; fi
    case "$try" in
    ${known}) at="$try" ;;
    esac
  done
  case "$at $previous" in
${values.join("\n")}
  esac
  case "$at $previous" in
${kinds.join("\n")}
  esac
  if [[ -n "$kind" ]]; then values="$(albflow complete-ids "$kind" "\${flags[@]}" 2>/dev/null | cut -f1)"; fi
  case "$at" in
${paths.join("\n")}
  esac
  _albflow_words="\${values:-$words}"
}
${SHELL[shell].tail}`;
}

const SHELL: Record<"bash" | "zsh", { head: string; tail: string }> = {
  bash: {
    head: "# albflow completion for bash: source <(albflow completion bash)",
    tail: `_albflow() {
  local _albflow_words
  _albflow_complete "\${COMP_WORDS[@]:1:COMP_CWORD-1}"
  COMPREPLY=($(compgen -W "$_albflow_words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _albflow albflow
`,
  },
  zsh: {
    head: "#compdef albflow\n# albflow completion for zsh: source <(albflow completion zsh)",
    tail: `_albflow() {
  local _albflow_words
  _albflow_complete "\${(@)words[2,CURRENT-1]}"
  compadd -- \${=_albflow_words}
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _albflow albflow
`,
  },
};

/** Fish shows what an id is beside it. */
function fishScript(table: CompletionRow[]): string {
  const listed = (words: string[]) => words.map(quotedForFish).join(" ");
  const values = table.flatMap(({ path, values }) =>
    Object.entries(values).map(
      ([option, choices]) =>
        `    case ${quotedForFish(`${path} ${option}`)}\n      printf '%s\\n' ${listed(choices)}\n      return`,
    ),
  );
  const kinds = Object.entries(idKinds(table)).map(
    ([kind, places]) =>
      `    case ${places.map((place) => quotedForFish(`*${place}`)).join(" ")}\n      albflow complete-ids ${kind} $flags 2>/dev/null\n      return`,
  );
  const paths = table.map(
    ({ path, words }) => `    case ${quotedForFish(path)}\n      printf '%s\\n' ${listed(words)}`,
  );
  return `# albflow completion for fish: albflow completion fish | source
function __albflow_complete
  set -l path ''
  set -l previous ''
  set -l flags
  for word in (commandline -opc)[2..-1]
    switch $previous
      case --port --region --home --profile
        set -a flags $previous $word
    end
    switch $word
      case --local --embedded
        set -a flags $word
    end
    set previous $word
    set -l try (string trim -- "$path $word")
    if contains -- "$try" ${listed(table.map(({ path }) => path).filter((path) => path !== ""))}
      set path $try
    end
  end
  switch "$path $previous"
${values.join("\n")}
  end
  switch "$path $previous"
${kinds.join("\n")}
  end
  switch "$path"
${paths.join("\n")}
  end
end
complete -c albflow -f -a '(__albflow_complete)'
`;
}

/** In single quotes, in which nothing means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In fish, backslashes mean something there. */
function quotedForFish(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
