/** Where the program finds the services' files that were planned with: the folder that has `services` in it. */
export const plannedFilesVariable = "RELEASE_PLANNED_FILES";
