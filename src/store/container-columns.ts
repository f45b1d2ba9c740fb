import type {
  Container,
  ImageAttribution,
  KubernetesIdentity,
} from "../model/recordings/recording.js";
import { fromTextColumn, toTextColumn, type TextColumn } from "./text-column.js";

/** A row of `containers`, read with safe integers. */
export interface ContainerRow {
  recording: bigint;
  container_id: string;
  name: TextColumn;
  engine: Container["engine"];
  runtime_name: TextColumn | null;
  runtime_version: TextColumn | null;
  image_id: string | null;
  image_reference: TextColumn | null;
  image_repository: TextColumn | null;
  image_tag: TextColumn | null;
  image_repo_tags: string | null;
  image_digests: string | null;
  joined_late: bigint;
  started_at: bigint;
  stopped_at: bigint | null;
  served_at: bigint | null;
  kubernetes: string | null;
  owner: bigint;
}

/** The columns of `containers` besides `id`, in the order of the parameters. */
export const CONTAINER_COLUMNS = [
  "recording",
  "container_id",
  "name",
  "engine",
  "runtime_name",
  "runtime_version",
  "image_id",
  "image_reference",
  "image_repository",
  "image_tag",
  "image_repo_tags",
  "image_digests",
  "joined_late",
  "started_at",
  "stopped_at",
  "served_at",
  "kubernetes",
  "owner",
] as const satisfies readonly (keyof ContainerRow)[];

/** The parameters for a container, as `CONTAINER_COLUMNS` names them. */
export function toContainerRow(
  recording: number,
  container: Omit<Container, "recordingId">,
): ContainerRow {
  const { runtime, image } = container;
  const text = (value: string | undefined): TextColumn | null =>
    value === undefined ? null : toTextColumn(value);
  return {
    recording: BigInt(recording),
    container_id: container.id,
    name: toTextColumn(container.name),
    engine: container.engine,
    runtime_name: text(runtime?.name),
    runtime_version: text(runtime?.version),
    image_id: image?.imageId ?? null,
    image_reference: text(image?.reference),
    image_repository: text(image?.repository),
    image_tag: text(image?.tag),
    image_repo_tags: image === null ? null : JSON.stringify(image.repoTags),
    image_digests: image === null ? null : JSON.stringify(image.repoDigests),
    joined_late: container.joinedLate ? 1n : 0n,
    started_at: container.startedAt,
    stopped_at: container.stoppedAt,
    served_at: container.servedAt,
    kubernetes: container.kubernetes === null ? null : JSON.stringify(container.kubernetes),
    owner: BigInt(container.owner),
  };
}

/** The container that `toContainerRow` turned into parameters. */
export function fromContainerRow(row: ContainerRow): Container {
  const text = (column: TextColumn | null): string => fromTextColumn(column ?? "");
  return {
    id: row.container_id,
    recordingId: Number(row.recording),
    name: text(row.name),
    engine: row.engine,
    runtime:
      row.runtime_name === null
        ? null
        : { name: text(row.runtime_name), version: text(row.runtime_version) },
    image: row.image_id === null ? null : imageOf(row, row.image_id),
    kubernetes: row.kubernetes === null ? null : (JSON.parse(row.kubernetes) as KubernetesIdentity),
    owner: Number(row.owner),
    joinedLate: row.joined_late === 1n,
    startedAt: row.started_at,
    servedAt: row.served_at,
    stoppedAt: row.stopped_at,
  };
}

function imageOf(row: ContainerRow, imageId: string): ImageAttribution {
  return {
    reference: fromTextColumn(row.image_reference ?? ""),
    repository: fromTextColumn(row.image_repository ?? ""),
    tag: fromTextColumn(row.image_tag ?? ""),
    imageId,
    repoTags: JSON.parse(row.image_repo_tags ?? "[]") as string[],
    repoDigests: JSON.parse(row.image_digests ?? "[]") as string[],
  };
}
