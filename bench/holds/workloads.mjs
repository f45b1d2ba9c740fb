// What each workload is run under, as `cxray verify --format` calls it.
export const POLICIES = ["seccomp", "container"];

// The workloads that are recorded and then run under what was emitted for them. Each image is made
// from images/NAME, serves what clients/NAME.sh asks for, and is then ended.
export const WORKLOADS = [
  {
    name: "postgres",
    title: "database",
    product: "PostgreSQL",
    what: "a new cluster, SQL by several clients, a dump",
    client: "cxray-holds-client/postgres",
    ready: "database system is ready to accept connections",
  },
  {
    name: "nginx",
    title: "web server",
    product: "nginx",
    what: "pages in clear and through TLS, compressed, proxied, uploads",
    client: "cxray-test/debian",
    // it says nothing of itself unless it is asked to
    loud: ["nginx", "-g", "daemon off; error_log /dev/stderr notice;"],
    ready: "start worker process ",
  },
  {
    name: "python",
    title: "interpreter",
    product: "Python",
    what: "threads, processes, subprocesses, SQLite, sockets, coroutines; ends by itself",
    ready: "gc True",
  },
  {
    name: "java",
    title: "JVM",
    product: "OpenJDK",
    what: "a web application with a pool of threads, garbage, files, subprocesses",
    client: "cxray-test/debian",
    ready: "listening",
  },
  {
    name: "caddy",
    title: "Go binary",
    product: "Caddy",
    what: "pages over HTTP 1 and 2, TLS of its own authority, templates, a proxy",
    client: "cxray-test/debian",
    ready: "serving initial configuration",
  },
  {
    name: "cron",
    title: "cron job",
    product: "cron",
    what: "shell jobs of root and of another user, which fire at the start and each minute",
    // its own output says that the jobs are done
    done: "archived",
    ready: "started on Linux",
    // most of the time it waits for the next minute
    isIdle: true,
  },
];

export const imageOf = ({ name }) => `cxray-holds/${name}`;
