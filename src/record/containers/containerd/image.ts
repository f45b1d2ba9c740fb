/**
 * The id of an image in containerd: the digest of its configuration, as in Docker and Podman.
 * containerd itself identifies images by their manifests.
 */
import { machine } from "node:os";
import type { ImageAttribution } from "../../../model/recordings/recording.js";
import { parseImageReference } from "../../../model/images/reference.js";
import { attributeImage } from "../attribute-image.js";
import type { ContainerdApi, ContainerdContainer } from "./api.js";
import { orIfFailed } from "./grpc.js";
import { listOf, member, parseJson, textOf } from "../files/read-json.js";

/** GOARCH by `uname -m`. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** The image of a container; null if it has none, or if it isn't certain which one. */
export async function imageOf(
  api: ContainerdApi,
  namespace: string,
  container: ContainerdContainer,
): Promise<ImageAttribution | null> {
  if (container.image === "") return null;
  const image = await api.image(namespace, container.image).catch(orIfFailed(null));
  const fromCri = textOf(parseJson(container.cri), "Metadata", "ImageRef");
  // Another image may have got the name since the container was made. If there is no time, assume so.
  const isKept = image !== null && image.updatedAt > 0 && image.updatedAt <= container.createdAt;
  const found = isKept
    ? await configOf(api, namespace, image.digest).catch(orIfFailed(null))
    : null;
  const imageId = isDigest(fromCri) ? fromCri : found;
  if (imageId === null) return null;
  const reference = nameOf(container);
  const { repository } = parseImageReference(reference);
  const isNamed = isKept && found === imageId && repository !== "";
  return attributeImage(reference, {
    Id: imageId,
    RepoTags: isNamed && !reference.includes("@") ? [reference] : [],
    RepoDigests: isNamed ? [`${repositoryOf(reference)}@${image.digest}`] : [],
  });
}

/** The name of the container's image. CRI may use the id, but keeps the name that the pod gave. */
function nameOf({ image, cri }: ContainerdContainer): string {
  const asked = textOf(parseJson(cri), "Metadata", "Config", "image", "user_specified_image");
  return isDigest(image) && asked !== "" ? asked : image;
}

function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/u, "").replace(/:[^:/]+$/u, "");
}

/** The digest of an image's configuration, found through its index and its manifest. */
async function configOf(
  api: ContainerdApi,
  namespace: string,
  digest: string,
): Promise<string | null> {
  const document = parseJson((await api.content(namespace, digest)).toString("utf8"));
  const config = textOf(document, "config", "digest");
  if (config !== "") return isDigest(config) ? config : null;
  const manifests = listOf(member(document, "manifests")).filter(isForThisMachine);
  const only = textOf(manifests[0], "digest");
  if (manifests.length !== 1 || !isDigest(only)) return null;
  const manifest = parseJson((await api.content(namespace, only)).toString("utf8"));
  const inner = textOf(manifest, "config", "digest");
  return isDigest(inner) ? inner : null;
}

function isForThisMachine(entry: unknown): boolean {
  const architecture = textOf(entry, "platform", "architecture");
  return textOf(entry, "platform", "os") === "linux" && architecture === ARCHITECTURES[machine()];
}

function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/u.test(text);
}
