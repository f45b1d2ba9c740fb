/**
 * The controls of the Pod Security Standard "restricted" that concern one container, and why a
 * workload does not meet one (kubernetes.io/docs/concepts/security/pod-security-standards).
 */
import { capabilityNotes, privilegeNotes } from "../settings/notes.js";
import { keepsPrivileges, type ContainerSettings } from "../settings/settings.js";

/** Capabilities that the standard lets a container add. */
const ALLOWED: ReadonlySet<string> = new Set(["NET_BIND_SERVICE"]);

interface Control {
  readonly field: string;
  /** why the control is not met, a sentence each; empty: it is met */
  readonly unmet: (settings: ContainerSettings) => readonly string[];
}

const CONTROLS: readonly Control[] = [
  {
    field: "allowPrivilegeEscalation",
    unmet: (settings) => {
      if (mayEscalate(settings)) {
        const needsAdmin = addsAdmin(settings)
          ? ["Kubernetes refuses it beside SYS_ADMIN, which is kept."]
          : [];
        return [...privilegeNotes(settings), ...needsAdmin];
      }
      return [];
    },
  },
  {
    field: "runAsNonRoot, runAsUser",
    unmet: (settings) => {
      if (settings.user !== null && !/^0(?::|$)/u.test(settings.user)) return [];
      return [whyRoot(settings)];
    },
  },
  {
    field: "seccompProfile",
    // without a profile of its own the container has RuntimeDefault
    unmet: () => [],
  },
  {
    field: "capabilities",
    unmet: (settings) =>
      settings.capabilities === null
        ? capabilityNotes(settings)
        : capabilityNotes({
            ...settings,
            capabilities: settings.capabilities.filter(({ name }) => !ALLOWED.has(name)),
          }),
  },
];

/** The unmet controls: `capabilities: CHOWN is kept …`. */
export function unmetControls(settings: ContainerSettings): string[] {
  return CONTROLS.flatMap(({ field, unmet }) =>
    unmet(settings).map((reason) => `${field}: ${reason}`),
  );
}

/** Whether programs must be able to gain privileges. */
export function mayEscalate(settings: ContainerSettings): boolean {
  return !keepsPrivileges(settings) || addsAdmin(settings);
}

function addsAdmin({ capabilities }: ContainerSettings): boolean {
  return capabilities?.some(({ name }) => name === "SYS_ADMIN") ?? false;
}

function whyRoot({ user, capabilities }: ContainerSettings): string {
  if (user !== null) return "It runs as root, as --user says.";
  const used = (capabilities ?? []).map(({ name }) => name);
  return used.length === 0
    ? "The user of its first process is root, or is not known."
    : `It used rights of root: ${used.join(", ")}.`;
}
