import type { CoreV1Event } from "@kubernetes/client-node";
import { milliseconds } from "./time.ts";

/** When an event was first seen, in ms since 1970. The scheduler fills other fields than the kubelet. */
export function firstSeen(event: Partial<CoreV1Event>): number | undefined {
  return (
    milliseconds(event.firstTimestamp) ??
    milliseconds(event.eventTime) ??
    milliseconds(event.metadata?.creationTimestamp)
  );
}

/** When it was last seen, in ms since 1970. */
export function lastSeen(event: Partial<CoreV1Event>): number | undefined {
  return milliseconds(event.series?.lastObservedTime) ?? milliseconds(event.lastTimestamp) ?? firstSeen(event);
}
