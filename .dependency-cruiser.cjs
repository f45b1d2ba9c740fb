// Which folder may import which (ARCHITECTURE.md says why). Each rule tells what to do instead.

/** Only some of our files may import a package. */
const owned = (name, packages, owners, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: "^src/", pathNot: owners },
  to: { path: packages.map((each) => `(^|/)node_modules/(@types/)?${each}/`) },
});

/** A folder may import no other folder of ours than the ones given, and src/files. */
const stage = (folder, others, comment) => ({
  name: `${folder}-stays-apart`,
  comment,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: [folder, "files", ...others].map((each) => `^src/${each}/`) },
});

/** From outside a folder, its index.ts alone is imported. */
const face = (folder) => ({
  name: `${folder}-has-one-face`,
  comment: `Import src/${folder}/index.ts, and export there what you need.`,
  severity: "error",
  from: { path: "^src/", pathNot: `^src/${folder}/` },
  to: { path: `^src/${folder}/`, pathNot: `^src/${folder}/index\\.ts$` },
});

const MEET =
  "Stages meet in the model and the store: put the shared type into src/model, pass data through " +
  "src/store, or let src/cli call both.";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    stage("record", ["model", "gaps", "store"], MEET),
    stage("aggregate", ["model", "gaps", "store"], MEET),
    stage("emit", ["model", "gaps", "policy", "store"], MEET),
    stage(
      "gate",
      ["model", "gaps", "policy"],
      "The gate compares what it is given: src/cli reads the files.",
    ),
    stage(
      "report",
      ["model", "gaps"],
      "The report shows what it is given: src/cli reads and compares.",
    ),
    stage("explain", ["model"], "What is explained is given: src/cli renders the formats."),
    stage(
      "store",
      ["model"],
      "The store keeps what the model defines. Move a type that both sides need to src/model.",
    ),
    stage("gaps", ["model"], "src/gaps puts into words what is missing, from what it is given."),
    stage("policy", ["model"], "The policy judges what it is given: src/cli reads cxray.yaml."),
    face("policy"),
    face("record"),
    face("aggregate"),
    face("emit"),
    face("gate"),
    face("explain"),
    face("report"),
    face("store"),
    {
      name: "emit-knows-no-format",
      comment:
        "What all formats share reads no format's own options: give the format a method for it " +
        "(src/emit/format.ts).",
      severity: "error",
      from: { path: "^src/emit/[^/]+\\.ts$", pathNot: "^src/emit/(formats|index)\\.ts$" },
      to: { path: "^src/emit/[^/]+/" },
    },
    {
      name: "formats-have-one-face",
      comment:
        "Of a format the table takes its file, its options, and the names of the log's events.",
      severity: "error",
      from: { path: "^src/emit/[^/]+\\.ts$" },
      to: { path: "^src/emit/([^/]+)/(?!\\1\\.ts|options\\.ts|event-names\\.ts)" },
    },
    {
      name: "formats-stay-apart",
      comment:
        "A format imports no other. Put what two of them share into src/emit, or into settings/ or " +
        "network/, which several share. An object that holds a seccomp profile takes it from seccomp/.",
      severity: "error",
      from: { path: "^src/emit/([^/]+)/" },
      to: { path: "^src/emit/[^/]+/", pathNot: "^src/emit/($1|settings|network|seccomp)/" },
    },
    {
      name: "model-stays-apart",
      comment:
        "The model is the vocabulary everything else speaks. What needs another folder belongs there.",
      severity: "error",
      from: { path: "^src/model/" },
      to: { path: "^src/", pathNot: "^src/model/" },
    },
    {
      name: "model-is-pure",
      comment:
        "The model uses no packages: code that needs one belongs to the folder that owns it.",
      severity: "error",
      from: { path: "^src/model/" },
      to: { path: "(^|/)node_modules/", pathNot: "/@types/node/" },
    },
    {
      name: "model-does-nothing",
      comment:
        "The model reads no file and starts nothing: of Node it uses the names of errors (os), and util.",
      severity: "error",
      from: { path: "^src/model/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(os|util)$" },
    },
    stage("files", ["model"], "What is in src/files serves every folder: it needs none of them."),
    owned(
      "only-store-uses-sqlite",
      ["better-sqlite3"],
      "^src/store/",
      "All SQL is in src/store: add a function there that reads or writes what you need.",
    ),
    owned(
      "only-record-uses-the-kernel-and-engines",
      ["koffi", "docker-modem"],
      "^src/record/",
      "src/record alone talks to libbpf and to container engines: give it the question instead.",
    ),
    owned(
      "only-emit-renders",
      ["handlebars"],
      "^src/emit/",
      "Text made from templates comes from src/emit: add a format there.",
    ),
    owned(
      "only-emit-parses-yaml",
      ["js-yaml"],
      "^src/(emit/|cli/config/)",
      "YAML is written and parsed back in src/emit; cxray.yaml is read in src/cli/config/.",
    ),
    owned(
      "only-cli-has-a-command-line",
      ["yargs"],
      "^src/cli/",
      "Options are parsed in src/cli: take them as arguments.",
    ),
    {
      name: "src-stands-alone",
      comment: "What is shipped imports nothing from tests and scripts: move the code into src.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|scripts)/" },
    },
    {
      name: "no-development-packages",
      comment: "A user's install lacks devDependencies: move the package to dependencies.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-unknown"], pathNot: "/@types/" },
    },
    {
      name: "no-circular",
      comment: "Two files that need one another are one file, or miss a third that both import.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "Nothing imports this file: use it or delete it.",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "^src/cli/main\\.ts$" },
      to: {},
    },
    {
      name: "not-to-unresolvable",
      comment: "The import does not resolve: a typing mistake, or a package that is not installed.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // An import of a type alone ties two folders together just the same.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};
