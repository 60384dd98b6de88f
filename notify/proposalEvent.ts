import { missing } from "../records/proposal.ts";
import { serviceOf, type CloudEvent } from "./cloudEvent.ts";
import { proposalResult, type ToldProposal } from "./told.ts";

/** A proposal as an event: that it waits, or was withdrawn. As of a release, no parameter is in it. Pure. */
export function proposalEvent({ proposal, stale }: ToldProposal): CloudEvent {
  const { id, project, stack, kind, operator, user, description, git, proposedAt, expiresAt } = proposal;
  const { terms, next, withdrawn, changes } = proposal;
  const result = proposalResult(proposal);
  const of = `${id} --stack ${stack}`;
  const waits = {
    ...{ missing: missing(proposal, terms), stale },
    ...{ approve: `release approve ${of}`, carryOut: `release up --proposal ${of}` },
  };
  const all = {
    ...{ id, project, stack, kind, result, operator, user, description, git, proposedAt, expiresAt, terms, next },
    ...(withdrawn === undefined ? waits : { withdrawn }),
    services: changes.map(serviceOf),
    evidence: `release proposals ${of}`,
  };
  return {
    specversion: "1.0",
    id: `${id}-${result}`,
    source: `/service-releases/${project}/${stack}`,
    type: `service-releases.proposal.${result}`,
    time: withdrawn?.at ?? proposedAt,
    datacontenttype: "application/json",
    data: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  };
}
