import { servicesInForce } from "../../records/choose.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import type { LiveEvent } from "../api/live.ts";
import { changedRecords } from "./recordChanges.ts";
import { storiesOf, type ServiceStory } from "./recordIndex.ts";
import { summaryOf } from "./summary.ts";

/** A stack's records, and what they say of its services. */
export class RecordBook {
  /** Newest first. */
  records: readonly ReleaseRecord[] = [];
  stories: ReadonlyMap<string, ServiceStory> = new Map();
  /** In the cluster as far as the records know, and no more in the stack's file. */
  left: ReadonlyMap<string, ServiceChange> = new Map();
  #read = false;

  /** @returns what is new; nothing the first time, for all that was there before anybody looked is no news */
  update(records: readonly ReleaseRecord[], services: ReadonlySet<string>): LiveEvent[] {
    const { changed, removed } = changedRecords(this.records, records);
    this.records = records;
    this.stories = storiesOf(records);
    const gone = servicesInForce(records).filter(({ service }) => !services.has(service));
    this.left = new Map(gone.map((change) => [change.service, change]));
    const first = !this.#read;
    this.#read = true;
    if (first) return [];
    return [
      ...changed.map((record): LiveEvent => ({ type: "record", summary: summaryOf(record) })),
      ...removed.map((record): LiveEvent => ({ type: "record", summary: summaryOf(record), removed: true })),
    ];
  }
}
