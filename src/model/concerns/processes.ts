/** Programs, rights and connections that deserve a look. */
import { isShell } from "../interpreters.js";
import type { ExecutableEntry } from "../baseline/baseline.js";
import type { Concern } from "./concern.js";
import {
  DEFAULT_CAPABILITIES,
  ENGINE_SOCKET,
  METADATA,
  ODD_FAMILIES,
  PACKAGE_MANAGER,
  RAW_FAMILIES,
  REACHING,
} from "./patterns.js";

const isDone = ({ results }: { readonly results: readonly string[] }): boolean =>
  results.includes("done");
const names = ({ path, invokedAs }: ExecutableEntry): string[] => [path, ...invokedAs];

export const PROCESS_CONCERNS: readonly Concern[] = [
  {
    name: "not-in-image",
    label: "NOT IN THE IMAGE",
    meaning: "A program ran that is not in the image.",
    severity: "high",
    matches: {
      executables: ({ storage }) => storage.some((each) => each !== "image" && each !== "unknown"),
    },
    examples: {
      fits: [{ executables: { path: "/tmp/x", storage: ["upper"], invokedAs: [] } }],
      not: [{ executables: { path: "/bin/x", storage: ["image"], invokedAs: [] } }],
    },
  },
  {
    name: "package-manager",
    label: "PACKAGE MANAGER",
    meaning:
      "A program ran that installs programs: what is in the container may not be what is in the image.",
    severity: "medium",
    matches: { executables: (entry) => names(entry).some((name) => PACKAGE_MANAGER.test(name)) },
    examples: {
      fits: [
        { executables: { path: "/usr/bin/apt-get", storage: ["image"], invokedAs: [] } },
        {
          executables: {
            path: "/usr/bin/python3",
            storage: ["image"],
            invokedAs: ["/usr/bin/pip3"],
          },
        },
      ],
      not: [{ executables: { path: "/usr/bin/captain", storage: ["image"], invokedAs: [] } }],
    },
  },
  {
    name: "shell-of-service",
    label: "SHELL OF A SERVICE",
    meaning: "A shell was started after the container first answered: services seldom need one.",
    severity: "medium",
    matches: {
      executables: (entry) =>
        entry.when.includes("steady") && names(entry).some((name) => isShell(name)),
    },
    examples: {
      fits: [
        {
          executables: {
            path: "/usr/bin/dash",
            storage: ["image"],
            invokedAs: [],
            when: ["steady"],
          },
        },
      ],
      not: [
        {
          executables: {
            path: "/usr/bin/dash",
            storage: ["image"],
            invokedAs: [],
            when: ["start-up"],
          },
        },
      ],
    },
  },
  {
    name: "capability",
    label: "BEYOND THE DEFAULT",
    meaning: "A capability was used that engines don't grant unless they are asked to.",
    severity: "medium",
    matches: {
      capabilities: ({ name, use }) => use === "used" && !DEFAULT_CAPABILITIES.includes(name),
    },
    examples: {
      fits: [{ capabilities: { name: "CAP_SYS_ADMIN", use: "used" } }],
      not: [
        { capabilities: { name: "CAP_SYS_ADMIN", use: "probed" } },
        { capabilities: { name: "CAP_CHOWN", use: "used" } },
      ],
    },
  },
  {
    name: "odd-socket",
    label: "RAW SOCKET",
    meaning:
      "A socket was made that sees or makes whole packets, or of a family that few programs need.",
    severity: "medium",
    matches: {
      sockets: (entry) =>
        isDone(entry) &&
        (ODD_FAMILIES.has(entry.family) ||
          (RAW_FAMILIES.has(entry.family) && entry.type === "raw")),
    },
    examples: {
      fits: [
        { sockets: { family: "ipv4", type: "raw", protocol: "icmp", results: ["done"] } },
        { sockets: { family: "packet", type: "dgram", protocol: "all", results: ["done"] } },
      ],
      not: [
        { sockets: { family: "netlink", type: "raw", protocol: "route", results: ["done"] } },
        { sockets: { family: "packet", type: "raw", protocol: "all", results: ["EPERM"] } },
      ],
    },
  },
  {
    name: "reaches-further",
    label: "REACHES FURTHER",
    meaning:
      "A process looked into another, entered other namespaces, or put code into the kernel.",
    severity: "high",
    matches: {
      privileges: (entry) =>
        isDone(entry) && REACHING.test(entry.call) && entry.what !== "PTRACE_TRACEME",
    },
    examples: {
      fits: [
        { privileges: { call: "ptrace", what: "PTRACE_ATTACH", results: ["done"] } },
        { privileges: { call: "finit_module", what: "", results: ["done"] } },
      ],
      not: [
        { privileges: { call: "setuid", what: "uid 33", results: ["done"] } },
        { privileges: { call: "ptrace", what: "PTRACE_ATTACH", results: ["EPERM"] } },
      ],
    },
  },
  {
    name: "engine-socket",
    label: "ENGINE",
    meaning: "The socket of a container engine was called, whose users are root on the host.",
    severity: "high",
    matches: {
      destinations: ({ transport, address, path = "" }) =>
        transport === "unix" && [address, path].some((each) => ENGINE_SOCKET.test(each)),
    },
    examples: {
      fits: [{ destinations: { transport: "unix", address: "/var/run/docker.sock" } }],
      not: [{ destinations: { transport: "unix", address: "/run/app/docker.sock.d/x" } }],
    },
  },
  {
    name: "cloud-metadata",
    label: "CLOUD METADATA",
    meaning: "The address was called where clouds give a machine its keys.",
    severity: "high",
    matches: {
      destinations: ({ address, addresses = [address] }) =>
        addresses.some((each) => METADATA.has(each)),
    },
    examples: {
      fits: [{ destinations: { transport: "tcp", address: "169.254.169.254", port: 80 } }],
      not: [{ destinations: { transport: "tcp", address: "169.254.1.1", port: 80 } }],
    },
  },
];
