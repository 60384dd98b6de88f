/** Every rule by its stable code, with its title. docs/rules.md explains each. */
export const rules = {
  ZD001: "at least one pod stays available while rolling",
} as const;

export type RuleCode = keyof typeof rules;
