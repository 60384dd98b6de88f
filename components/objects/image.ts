/** The image with its version: `docker.io/lab/web:v1`, or `docker.io/lab/web@sha256:...` for a digest, or both. */
export function imageReference(image: string, version: string): string {
  return version.startsWith("sha256:") ? `${image}@${version}` : `${image}:${version}`;
}
