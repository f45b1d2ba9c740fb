/** Fields of a Pod's spec that a baseline allows. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { containerName, dnsLabel } from "../image-names.js";
import type { Place } from "../settings/places.js";
import { lowPorts } from "../open-ports.js";
import type { ContainerSettings } from "../settings/settings.js";
import { mayEscalate } from "./restricted.js";

export interface PodSpec {
  readonly securityContext?: object;
  readonly containers: readonly object[];
  readonly volumes?: readonly object[];
}

/** The fragment: one container with its volumes. */
export function podSpec(baseline: Baseline, settings: ContainerSettings): PodSpec {
  const { ports, user } = settings;
  const [uid, gid] = user?.split(":").map(Number) ?? [];
  const mounts = volumesOf(settings);
  const isRoot = uid === undefined || uid === 0;
  const sysctls =
    !isRoot && lowPorts(ports).length > 0
      ? { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] }
      : {};
  const container = {
    name: podContainerName(baseline),
    image: settings.image ?? "IMAGE",
    securityContext: securityContext(settings, isRoot),
    ...(ports.length === 0
      ? {}
      : {
          ports: ports.map(({ port, transport }) => ({
            containerPort: port,
            protocol: transport.toUpperCase(),
          })),
        }),
    ...(mounts.length === 0
      ? {}
      : { volumeMounts: mounts.map(({ name, path }) => ({ name, mountPath: path })) }),
  };
  const pod = {
    ...(isRoot ? {} : { runAsNonRoot: true, runAsUser: uid }),
    ...(gid === undefined ? {} : { runAsGroup: gid }),
    ...sysctls,
  };
  return {
    ...(Object.keys(pod).length === 0 ? {} : { securityContext: pod }),
    containers: [container],
    ...(mounts.length === 0 ? {} : { volumes: mounts.map(({ name }) => ({ name, emptyDir: {} })) }),
  };
}

function podContainerName({ image, kubernetes }: Baseline): string {
  const [first] = kubernetes;
  return (first === undefined ? null : dnsLabel(first.container)) ?? containerName(image);
}

function securityContext(settings: ContainerSettings, isRoot: boolean): object {
  const { capabilities, root, seccompProfile, apparmorProfile } = settings;
  const kept = (capabilities ?? []).map(({ name }) => name);
  // a user other than root gets a sysctl instead: an added capability is not effective for them
  const bind = isRoot && lowPorts(settings.ports).length > 0 ? ["NET_BIND_SERVICE"] : [];
  const add = [...new Set([...kept, ...bind])].sort();
  return {
    allowPrivilegeEscalation: mayEscalate(settings),
    ...(root === null ? { readOnlyRootFilesystem: true } : {}),
    ...(capabilities === null
      ? {}
      : { capabilities: { drop: ["ALL"], ...(add.length === 0 ? {} : { add }) } }),
    seccompProfile:
      seccompProfile === null
        ? { type: "RuntimeDefault" }
        : { type: "Localhost", localhostProfile: seccompProfile },
    ...(apparmorProfile === null
      ? {}
      : { appArmorProfile: { type: "Localhost", localhostProfile: apparmorProfile } }),
  };
}

interface Mount {
  readonly name: string;
  readonly path: string;
}

/** A volume for each place, named after it. */
function volumesOf({ places }: ContainerSettings): Mount[] {
  const taken = new Set<string>();
  return places.map(({ path }: Place) => {
    const base = dnsLabel(path) ?? "volume";
    let name = base;
    for (let count = 2; taken.has(name); count++) {
      const end = `-${String(count)}`;
      name = `${base.slice(0, 63 - end.length)}${end}`;
    }
    taken.add(name);
    return { name, path };
  });
}
