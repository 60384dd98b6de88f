import type { RunningCli } from "../release/project.ts";

/** The link that `release console` prints for one browser, once it is there. */
export async function linkOf(running: RunningCli): Promise<{ link: string; origin: string; token: string }> {
  await running.saw(/#token=[\w-]+/);
  const [link = "", origin = "", token = ""] =
    /(http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]+)/.exec(running.text()) ?? [];
  return { link, origin, token };
}
