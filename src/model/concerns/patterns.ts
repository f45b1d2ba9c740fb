/** Names that the rows of `concerns.ts` match. */

/** The capabilities that engines grant by default (moby: daemon/pkg/oci/caps/defaults.go). */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  "CAP_AUDIT_WRITE",
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_MKNOD",
  "CAP_NET_BIND_SERVICE",
  "CAP_NET_RAW",
  "CAP_SETFCAP",
  "CAP_SETGID",
  "CAP_SETPCAP",
  "CAP_SETUID",
  "CAP_SYS_CHROOT",
];

const HOME = "(?:/root|/home/[^/]+)";
/** Files that contain passwords, keys and tokens, and the memory of other processes. */
export const SECRETS = new RegExp(
  `^/etc/(?:g?shadow-?|sudoers(?:\\.d/.*)?|krb5\\.keytab|ssl/private/.+|ssh/ssh_host_.*_key|kubernetes/.+)$` +
    `|^/proc/(?:[^/]+/(?:environ|mem)|kcore)$|^/dev/(?:k?mem|port)$` +
    `|^${HOME}/(?:\\.ssh/(?!authorized_keys$|known_hosts$|config$|.*\\.pub$).+|\\.aws/credentials|\\.docker/config\\.json|\\.kube/config` +
    `|\\.netrc|\\.pgpass|\\.my\\.cnf|\\.git-credentials|\\.gnupg/.+|\\.vault-token|\\.config/gcloud/.+)$`,
  "su",
);
/** Files that are executed or trusted later: jobs, services, shells, accounts, libraries. */
export const PERSISTENCE = new RegExp(
  `^/etc/(?:cron[^/]*(?:/.*)?|anacrontab|init\\.d/.+|inittab|rc\\.local|rc[0-6S]?\\.d/.+|ld\\.so\\.preload|ld\\.so\\.conf(?:\\.d/.+)?|profile|profile\\.d/.+` +
    `|bash\\.bashrc|bashrc|zsh/.+|environment|passwd|shadow|group|sudoers(?:\\.d/.+)?|pam\\.d/.+|pam\\.conf|udev/rules\\.d/.+|systemd/.+|xdg/autostart/.+|modules(?:-load\\.d/.+)?|ssh/sshd_config(?:\\.d/.+)?)$` +
    `|^/var/spool/(?:cron|at)/.+|^/(?:usr/)?lib/(?:systemd/.+|udev/rules\\.d/.+|modules/.+)$` +
    `|^${HOME}/(?:\\.ssh/(?:authorized_keys2?|rc|config)|\\.(?:bash|zsh)(?:rc|_profile|_login|_logout|env)|\\.z(?:shrc|shenv|profile)|\\.profile|\\.config/(?:systemd|autostart)/.+)$` +
    `|/(?:sitecustomize|usercustomize)\\.py$|/site-packages/[^/]+\\.pth$`,
  "su",
);
/** Files that control the kernel, and whole disks. */
export const KERNEL =
  /^\/proc\/(?:sys\/kernel\/(?:core_pattern|modprobe|hotplug)|sys\/fs\/binfmt_misc\/.+|sysrq-trigger|[^/]+\/mem)$|^\/sys\/.*(?:release_agent|uevent_helper)$|^\/dev\/(?:k?mem|port|sd[a-z]\d*|nvme\d.*|vd[a-z]\d*)$/su;
/** Programs that install programs. */
export const PACKAGE_MANAGER =
  /\/(?:apt|apt-get|aptitude|dpkg|yum|u?dnf[45]?|rpm|zypper|apk|pacman|snap|pip[\d.]*|pipx|npm|npx|yarn|pnpm|gem|cpan|cargo|composer)$/u;
/** Logs and histories, which show later what was done. */
export const TRACES = /^\/var\/log\/.+|\/\.(?:bash|zsh|python|mysql|psql)_?history$/su;
/** Sockets of engines that run as root on the host. */
export const ENGINE_SOCKET =
  /\/(?:docker|podman|dockershim|cri-dockerd)\.sock$|\/(?:containerd\/containerd|crio\/crio)\.sock$/u;
/** Addresses at which clouds give a machine its keys. */
export const METADATA: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "fd00:ec2::254",
  "100.100.100.200",
]);
/** Calls that reach into other processes, namespaces or the kernel. */
export const REACHING =
  /^(?:ptrace|process_vm_(?:read|write)v|init_module|finit_module|delete_module|kexec_(?:file_)?load|bpf|setns|pivot_root|perf_event_open)$/u;
/** Families in which a raw socket can forge packets. */
export const RAW_FAMILIES: ReadonlySet<string> = new Set(["ipv4", "ipv6"]);
/** Families that few programs need. */
export const ODD_FAMILIES: ReadonlySet<string> = new Set([
  "packet",
  "vsock",
  "alg",
  "bluetooth",
  "xdp",
]);
