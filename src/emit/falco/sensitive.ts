/** Files whose reads deserve a warning: they hold secrets or configuration. */

/** These paths and everything below them. */
const PLACES = [
  ...["/etc", "/root", "/home", "/boot", "/run/secrets", "/var/run/secrets"],
  ...["/var/lib/kubelet", "/var/spool/cron"],
];

/** Sensitive by name, in any directory; below /proc, memory and environments of processes. */
const NAMES = [
  ...["/proc/[^/]+/(environ|mem)", "/proc/kcore", "/proc/[^/]+/task/[^/]+/(environ|mem)"],
  ...[".*/[.](ssh|aws|kube|docker|gnupg)/.*", ".*/[.](env|netrc|pgpass|git-credentials)"],
  ...[".*[.](pem|key|p12|pfx|kdbx)", ".*(id_rsa|id_ed25519|password|passwd|credential|secret).*"],
];

/** Files that nearly every program reads at start or to resolve a name. */
const ORDINARY = [
  ...["ld.so.cache", "ld.so.preload", "localtime", "locale.alias", "nsswitch.conf", "host.conf"],
  ...["hosts", "resolv.conf", "gai.conf", "services", "protocols", "passwd", "group"],
].map((name) => `/etc/${name}`);

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}

/** The lines of the macro that is true for a sensitive file. */
export const SENSITIVE: readonly string[] = [
  `(fd.name pmatch (${quoted(PLACES)})`,
  `or fd.name regex "${NAMES.join("|")}")`,
  `and not fd.name in (${quoted(ORDINARY)})`,
];
