/** Invisible, in the first line: by it the comment is found again. */
export const mark = "<!-- release plan -->";

const fence = "```";

/** What is put on a pull request: the whole plan, or as much of it as fits. Pure. */
export function commentBody(plan: string, longest: number): string {
  const body = `${mark}\n${plan.trim()}\n`;
  if (body.length <= longest) return body;
  const end = "\n\nThe plan is longer than a comment may be: the rest is with the job, in plan.md.\n";
  const kept = body.slice(0, longest - end.length - fence.length - 1);
  const whole = kept.slice(0, kept.lastIndexOf("\n"));
  const open = whole.split("\n").filter((line) => line === fence).length % 2 === 1;
  return `${whole}${open ? `\n${fence}` : ""}${end}`;
}
