/** What a service is, what runs, and what a stack says beside these. */
export const changeKinds = ["basic", "release", "stack"] as const;
export type ChangeKind = (typeof changeKinds)[number];
