/** What becomes of helm's own record of what is taken over. */
export const helmChoices = ["withdraw", "remove", "leave"] as const;
export type HelmChoice = (typeof helmChoices)[number];
