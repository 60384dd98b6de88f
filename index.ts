import { releaseStack } from "./program/releaseStack.ts";

/** What each service came to: `pulumi stack output website`. */
export default await releaseStack();
