import { isMap, isNode, isSeq, parseDocument, type Document } from "yaml";
import { isPlainObject } from "../components/config/layers.ts";
import { contentOf } from "../components/config/yamlContent.ts";

const groupsPath = ["config", "releases:groups"];

/** Where a service stands in `releases:groups`: its place in each, counted from 0. */
export type GroupPlaces = Record<string, number>;

/** Of every service that a group of the stack's file names. Pure. */
export function groupPlaces(text: string): Map<string, GroupPlaces> {
  const content = contentOf(parseDocument(text, { compat: "yaml-1.1" }));
  const config = isPlainObject(content) ? content.config : undefined;
  const groups = isPlainObject(config) ? config["releases:groups"] : undefined;
  const places = new Map<string, GroupPlaces>();
  for (const [group, members] of Object.entries(isPlainObject(groups) ? groups : {})) {
    for (const [index, member] of (Array.isArray(members) ? members : []).entries()) {
      places.set(String(member), { ...places.get(String(member)), [group]: index });
    }
  }
  return places;
}

/** Puts a service back where it stood; in a group that still names it, it stays where it is. */
export function putInGroups(document: Document, service: string, places: GroupPlaces): void {
  for (const [group, place] of Object.entries(places)) {
    const groups = document.getIn(groupsPath);
    const members = isMap(groups) ? groups.get(group) : undefined;
    if (!isSeq(members)) {
      document.setIn([...groupsPath, group], document.createNode([service]));
      continue;
    }
    const names = members.items.map((member) => String(isNode(member) ? member.toJSON() : member));
    if (!names.includes(service)) members.items.splice(place, 0, document.createNode(service));
  }
}
