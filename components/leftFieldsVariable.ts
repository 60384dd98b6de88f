/** Fields that the program leaves as they are in the cluster, as JSON: `{"kubernetes:apps/v1:Deployment::web": ["spec.replicas"]}`. */
export const leftFieldsVariable = "RELEASE_LEFT_FIELDS";
