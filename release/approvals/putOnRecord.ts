import type { ReleaseRecord } from "../../records/record.ts";
import type { RecordStore } from "../../records/store.ts";
import type { Passage } from "./gate.ts";

/**
 * Opens a release's record, then uses up what lets it through. In this order: what is cut off between the two has used up
 * nothing, and its record tells of it.
 * @throws Problem PROPOSAL_OVER where it was withdrawn, carried out or has expired meanwhile: then nothing is on record
 */
export async function putOnRecord(
  record: ReleaseRecord,
  { use }: Pick<Passage, "use">,
  records: Pick<RecordStore, "save" | "remove">,
): Promise<void> {
  await records.save(record);
  try {
    await use();
  } catch (error) {
    // What stays is closed as interrupted by whoever finds it.
    await records.remove(record).catch(() => undefined);
    throw error;
  }
}
