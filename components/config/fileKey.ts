/** A path as a key of a ConfigMap or Secret: `/etc/app/a.yaml` is `etc__app__a.yaml`. */
export function fileKey(path: string): string {
  return path.slice(1).replaceAll("/", "__");
}
