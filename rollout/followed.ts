/** Set for the program by whoever follows its rollouts already: the `release` command. */
export const followedVariable = "RELEASE_ROLLOUTS_FOLLOWED";
