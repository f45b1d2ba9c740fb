/**
 * RULES OF NAMES: the ways in which an observed name becomes a pattern, one row each, from narrow
 * to wide. If several apply to an entry, it has the widest. The documentation, the schema, tests
 * and the options in `cxray.yaml` are made from these rows.
 */
import type { BuiltInRule, GeneraliseRule } from "./document.js";
import type { NameRule } from "./name-rule.js";

const OWN_ID = "0123456789ab";

export const NAME_RULES = {
  "proc-pid": {
    does: "the numbers in `/proc/PID/…` and `/proc/PID/task/TID/…`",
    letsIn: "the same file of every process that the container can see",
    examples: [
      { path: "/proc/12/status", pattern: "/proc/*/status", stars: ["[0-9]+"] },
      { path: "/srv/proc/12/status" },
    ],
  },
  "container-id": {
    does: "the id of a container of this image, or of the image, 64 or 12 digits, wherever it stands in a name",
    letsIn: "names in the same directory with as many hexadecimal digits there",
    examples: [
      { path: `/run/${OWN_ID}.pid`, pattern: "/run/*.pid", stars: ["[0-9a-f]{12}"] },
      { path: "/run/ba9876543210.pid" },
    ],
  },
  "own-pid": {
    does: "the number of the process that made the file, or of one that it descends from, as the container counts them; not where other files are numbered alike",
    letsIn: "names in the same directory with another number there",
    examples: [
      {
        path: "/data/temp-27.rdb",
        made: "anyhow",
        pid: 27,
        pattern: "/data/temp-*.rdb",
        stars: ["[0-9]+"],
      },
      {
        path: "/tmp/hsperfdata_root/7",
        made: "anyhow",
        pid: 7,
        pattern: "/tmp/hsperfdata_root/*",
        stars: ["[0-9]+"],
      },
      { path: "/data/temp-27.rdb", made: "anyhow", pid: 28 },
      { path: "/data/part27", made: "anyhow", pid: 27, beside: ["/data/part28"] },
      { path: "/lib/x.so.27", pid: 27 },
    ],
  },
  clock: {
    does: "a date, a time or an epoch that equalled the clock when the file was made",
    letsIn: "the same name of any other date",
    examples: [
      {
        path: "/var/log/app/2026-11-28.log",
        made: "anyhow",
        at: "2026-11-28T16:51:29Z",
        pattern: "/var/log/app/*.log",
        stars: ["[0-9]{4}-[0-9]{2}-[0-9]{2}"],
      },
      {
        path: "/srv/dump-20261128T165129.sql",
        made: "anyhow",
        at: "2026-11-28T16:51:29Z",
        pattern: "/srv/dump-*.sql",
        stars: ["[0-9]{8}T[0-9]{6}"],
      },
      {
        path: "/srv/q/1795884689",
        made: "anyhow",
        at: "2026-11-28T16:51:29Z",
        pattern: "/srv/q/*",
        stars: ["[0-9]{10}"],
      },
      { path: "/var/log/app/2019-01-01.log", made: "anyhow", at: "2026-11-28T16:51:29Z" },
      { path: "/var/log/app/2026-11-28.log", at: "2026-11-28T16:51:29Z" },
    ],
  },
  "digest-name": {
    does: "the name of a file that is called by a digest of what is in it, of 32, 40, 64 or 128 hexadecimal digits, in a folder that is called by two of them; with two such folders beside each other, the folder too",
    letsIn:
      "names with the same number of digits in that folder; where the folder varies, in any that is called by two digits",
    examples: [
      {
        path: "/repo/objects/1f/2e3d4c5b6a79880716253443526170011f2e3d",
        pattern: "/repo/objects/1f/*",
        stars: ["[0-9a-f]{38}"],
      },
      {
        path: "/repo/objects/1f/2e3d4c5b6a79880716253443526170011f2e3d",
        beside: ["/repo/objects/a0/0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d"],
        pattern: "/repo/objects/*/*",
        stars: ["[0-9a-f]{2}", "[0-9a-f]{38}"],
      },
      { path: "/repo/objects/info/alternates" },
    ],
  },
  "unique-name": {
    does: "a UUID, 32 hexadecimal digits or more, 20 random letters and digits or more, or what Ruby's `tempfile` puts into names, of a file that the container made",
    letsIn: "names in the same directory with another text of that form and length",
    examples: [
      {
        path: "/data/sessions/0b9c1f0e-5a3b-4c2d-9e8f-7a6b5c4d3e2f.json",
        made: "anyhow",
        pattern: "/data/sessions/*.json",
        stars: ["[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"],
      },
      {
        path: "/data/9f1b2c3d4e5f60718293a4b5c6d7e8f9",
        made: "anyhow",
        pattern: "/data/*",
        stars: ["[0-9a-f]{32}"],
      },
      {
        path: "/tmp/rb20261128-1-pkibqc.txt",
        made: "passing",
        pattern: "/tmp/rb*.txt",
        stars: ["[0-9]{8}-[0-9]+-[0-9a-z]+"],
      },
      { path: "/data/sessions/0b9c1f0e-5a3b-4c2d-9e8f-7a6b5c4d3e2f.json" },
      { path: "/etc/0b9c1f0e-5a3b-4c2d-9e8f-7a6b5c4d3e2f.json", made: "anyhow" },
    ],
  },
  "passing-name": {
    does: "the random part of a file that was made where nothing was before (`O_EXCL`, `mkdir`) and was gone before the run ended (made in any way, if the part is a number of 16 digits or more); below `/tmp` and its like it may have stayed, where the part reads like no word",
    letsIn:
      "names in the same directory with another text of that length there, of letters and digits",
    examples: [
      {
        path: "/tmp/ccQ7xK2p.s",
        made: "passing",
        pattern: "/tmp/cc*.s",
        stars: ["[A-Za-z0-9]{6}"],
      },
      { path: "/srv/sed4uxSfg", made: "passing", pattern: "/srv/sed*", stars: ["[A-Za-z0-9]{6}"] },
      {
        path: "/tmp/tmp.Q7xK2pLw9Z",
        made: "exclusive",
        pattern: "/tmp/tmp.*",
        stars: ["[A-Za-z0-9]{10}"],
      },
      {
        path: "/tmp/app-k_azoe1e.sock",
        made: "passing",
        pattern: "/tmp/app-*.sock",
        stars: ["[a-z0-9_]{8}"],
      },
      {
        path: "/tmp/state.9NuXO096Vkd",
        made: "passing",
        pattern: "/tmp/state.*",
        stars: ["[A-Za-z0-9]{11}"],
      },
      { path: "/tmp/app-database.sock", made: "passing" },
      { path: "/tmp/app-my_file1", made: "passing" },
      { path: "/srv/sed4uxSfg", made: "exclusive" },
      { path: "/run/appLockFile", made: "passing" },
      { path: "/etc/cron.d/sed4uxSfg", made: "passing" },
    ],
  },
  "renamed-name": {
    does: "what stands beside the new name in a file that was renamed within its folder, where it is a number, or six letters and digits that are no word",
    letsIn:
      "names in the same folder with the new name in them, and another text of that form beside it",
    examples: [
      {
        path: "/srv/.file1.S5Z0rZ",
        renamedTo: "/srv/file1",
        pattern: "/srv/.file1.*",
        stars: ["[A-Za-z0-9]{6}"],
      },
      {
        path: "/usr/lib/python3/x.pyc.140640994510192",
        renamedTo: "/usr/lib/python3/x.pyc",
        pattern: "/usr/lib/python3/x.pyc.*",
        stars: ["[0-9]+"],
      },
      { path: "/srv/.file1.S5Z0rZ", renamedTo: "/srv/other" },
    ],
  },
  "varying-name": {
    does: "parts of several names of files in one directory that differ in a random or counted part alone; never of programs",
    letsIn:
      "names in that directory with the same beginning and end, and between them as many of such characters as were seen",
    examples: [
      {
        path: "/tmp/tmpab3_x9zz",
        beside: ["/tmp/tmp1q2w3e4r"],
        pattern: "/tmp/tmp*",
        stars: ["[a-z0-9_]{8}"],
      },
      { path: "/tmp/tmpab3_x9zz" },
      { path: "/etc/a.ab3Cx9", beside: ["/etc/a.Zx8Yw5", "/etc/a.Kj2Mn4", "/etc/a.Qw9Er3"] },
    ],
  },
} as const satisfies Record<BuiltInRule, NameRule>;

/** From narrow to wide. */
export const RULE_NAMES = Object.keys(NAME_RULES) as readonly BuiltInRule[];

/**
 * The widest of several rules; the user's own rules are wider than all others. Null: there are
 * none.
 */
export function widestOf(rules: readonly GeneraliseRule[]): GeneraliseRule | null {
  const rank = (rule: GeneraliseRule): number =>
    isBuiltIn(rule) ? RULE_NAMES.indexOf(rule) : RULE_NAMES.length;
  const [first, ...others] = rules;
  if (first === undefined) return null;
  return others.reduce(
    (a, b) => (rank(b) > rank(a) || (rank(a) === rank(b) && b < a) ? b : a),
    first,
  );
}

/** What a rule replaces in a name, and what it then allows. */
export function ruleWords(
  rule: GeneraliseRule,
  own: readonly OwnRow[] = [],
): { readonly does: string; readonly letsIn: string } {
  if (isBuiltIn(rule)) return NAME_RULES[rule];
  const name = rule.slice("own:".length);
  const does = `names of the form of the row ${name} in cxray.yaml`;
  const row = own.find((each) => each.name === name);
  return { does, letsIn: row?.["lets-in"] ?? "what that row says" };
}

/** The fields of a user's row that are needed here. */
export interface OwnRow {
  readonly name: string;
  readonly "lets-in": string;
}

/** Whether a text is a rule of names; other versions of cxray may have other rules. */
export function isNameRule(rule: string): rule is GeneraliseRule {
  return rule.startsWith("own:") || Object.hasOwn(NAME_RULES, rule);
}

function isBuiltIn(rule: GeneraliseRule): rule is BuiltInRule {
  return !rule.startsWith("own:");
}
