// In place of a package that is imported and never used: what uses it is told so.
module.exports = function leftOut() {
  throw new Error("This package is left out of the command line (build/bundleCli.mjs)");
};
