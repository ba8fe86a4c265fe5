import { leadWith, speak } from "../../deployment/language.ts";

// Before each file: files share the modules of their process, and what a command has left there is no affair of the next one.
leadWith(new Map());
speak(undefined);
