import tseslint from "typescript-eslint";

// What src/ leaves to src/cli: the one place that prints and decides how the process ends.
const onlyInCli = ["exit", "exitCode", "stdout", "stderr"].map((property) => ({
  object: "process",
  property,
  message: "Only src/cli prints or ends the process: return what happened, or throw a CxrayError.",
}));

const kebabCase = {
  create: (context) => ({
    Program(node) {
      if (/(^|\/)\.?[a-z0-9]+([.-][a-z0-9]+)*$/.test(context.filename)) return;
      context.report({ node, message: "File names are kebab-case." });
    },
  }),
};

const noDefaultExport = {
  "no-restricted-exports": [
    "error",
    { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
  ],
};

export default tseslint.config(
  { ignores: ["**/node_modules/", "dist/", "build*/", "coverage/", "demo-output/"] },
  {
    files: ["**/*.{js,mjs,cjs,ts}"],
    plugins: { cxray: { rules: { "kebab-case": kebabCase } } },
    rules: { "cxray/kebab-case": "error", eqeqeq: "error", "no-var": "error" },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.test.json" } },
    rules: {
      ...noDefaultExport,
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", 50],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // [...text] is how text is taken apart by code point.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // tsconfig.json's noPropertyAccessFromIndexSignature wants the opposite.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/cli/**"],
    rules: { "no-console": "error", "no-restricted-properties": ["error", ...onlyInCli] },
  },
  {
    // The values of a table of options are inferred from the table.
    files: [
      "src/cli/options/command-options.ts",
      "src/cli/options/shared-options.ts",
      "src/cli/options/gate-options.ts",
      "src/cli/options/reading-options.ts",
      "src/cli/options/verify-options.ts",
    ],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["describe", "it", "suite", "test"] },
          ],
        },
      ],
    },
  },
);
