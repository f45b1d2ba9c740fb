/** Files of which a read deserves a warning: they hold secrets, or say how something is set up. */

/** These and whatever lies below. */
const PLACES = [
  ...["/etc", "/root", "/home", "/boot", "/run/secrets", "/var/run/secrets"],
  ...["/var/lib/kubelet", "/var/spool/cron"],
];

/** The same by name, wherever they lie; of processes what is theirs alone. */
const NAMES = [
  ...["/proc/[^/]+/(environ|mem)", "/proc/kcore", "/proc/[^/]+/task/[^/]+/(environ|mem)"],
  ...[".*/[.](ssh|aws|kube|docker|gnupg)/.*", ".*/[.](env|netrc|pgpass|git-credentials)"],
  ...[".*[.](pem|key|p12|pfx|kdbx)", ".*(id_rsa|id_ed25519|password|passwd|credential|secret).*"],
];

/** What nearly every program reads when it starts, or when it looks a name up. */
const ORDINARY = [
  ...["ld.so.cache", "ld.so.preload", "localtime", "locale.alias", "nsswitch.conf", "host.conf"],
  ...["hosts", "resolv.conf", "gai.conf", "services", "protocols", "passwd", "group"],
].map((name) => `/etc/${name}`);

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}

/** The lines of the macro that is true for such a file. */
export const SENSITIVE: readonly string[] = [
  `(fd.name pmatch (${quoted(PLACES)})`,
  `or fd.name regex "${NAMES.join("|")}")`,
  `and not fd.name in (${quoted(ORDINARY)})`,
];
