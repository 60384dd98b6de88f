import type { BinaryReader, BinaryWriter } from "google-protobuf";
import type * as structModule from "google-protobuf/google/protobuf/struct_pb.js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";

/**
 * Resources' properties travel as protobuf's Struct, which google-protobuf makes of several message objects for each
 * value: with hundreds of resources most of a program's time. Here a Struct stays the JavaScript object that it was made
 * of or arrived as; on the wire nothing changes. https://protobuf.dev/reference/protobuf/google.protobuf/#struct
 */

type Properties = Record<string, JavaScriptValue>;
type Struct = structModule.Struct;

const changed = new WeakSet<typeof structModule.Struct>();

/** Fields of Struct and ListValue, of Struct's entries, and of Value. */
const elements = 1;
const entry = { key: 1, value: 2 } as const;
const kind = { null: 1, number: 2, string: 3, boolean: 4, struct: 5, list: 6 } as const;

/** Changes the module's Struct for this process. Once is enough, more does no harm. */
export function keepPlainStructs({ Struct }: Pick<typeof structModule, "Struct">): void {
  if (changed.has(Struct)) return;
  changed.add(Struct);
  const held = new WeakMap<Struct, Properties>();
  /* eslint-disable @typescript-eslint/unbound-method -- called with the Struct they are about */
  const { fromJavaScript, serializeBinaryToWriter } = Struct;
  const { toJavaScript, getFieldsMap } = Struct.prototype;
  /* eslint-enable @typescript-eslint/unbound-method */

  Struct.fromJavaScript = (properties) => {
    const struct = new Struct();
    held.set(struct, properties);
    return struct;
  };
  Struct.prototype.toJavaScript = function (this: Struct) {
    return held.get(this) ?? toJavaScript.call(this);
  };
  // Whoever wants the messages after all gets them; from then on it is an ordinary Struct.
  Struct.prototype.getFieldsMap = function (this: Struct) {
    const fields = getFieldsMap.call(this);
    const properties = held.get(this);
    held.delete(this);
    if (properties === undefined) return fields;
    getFieldsMap.call(fromJavaScript(properties)).forEach((value, key) => fields.set(key, value));
    return fields;
  };
  Struct.serializeBinaryToWriter = (struct, writer) => {
    const properties = held.get(struct);
    if (properties === undefined) serializeBinaryToWriter(struct, writer);
    else writeStruct(properties, writer);
  };
  Struct.deserializeBinaryFromReader = (struct, reader) => {
    const properties = {};
    readStruct(properties, reader);
    held.set(struct, properties);
    return struct;
  };
}

function writeStruct(properties: Properties, writer: BinaryWriter): void {
  for (const pair of Object.entries(properties)) writer.writeMessage(elements, pair, writeEntry);
}

function writeEntry([key, value]: [string, JavaScriptValue], writer: BinaryWriter): void {
  writer.writeString(entry.key, key);
  writer.writeMessage(entry.value, { value }, writeValue);
}

function writeList(values: readonly JavaScriptValue[], writer: BinaryWriter): void {
  for (const value of values) writer.writeMessage(elements, { value }, writeValue);
}

/** In an object of its own, so that null is written too. */
function writeValue({ value }: { value: JavaScriptValue }, writer: BinaryWriter): void {
  switch (typeof value) {
    case "string":
      writer.writeString(kind.string, value);
      return;
    case "number":
      writer.writeDouble(kind.number, value);
      return;
    case "boolean":
      writer.writeBool(kind.boolean, value);
      return;
    case "object":
      if (value === null) writer.writeEnum(kind.null, 0);
      else if (Array.isArray(value)) writer.writeMessage(kind.list, value, writeList);
      else writer.writeMessage(kind.struct, value, writeStruct);
      return;
    default:
      throw new TypeError(`a Struct cannot hold a ${typeof value}`);
  }
}

function readStruct(properties: Properties, reader: BinaryReader): void {
  eachField(reader, elements, () => {
    const read: { key: string; value: JavaScriptValue } = { key: "", value: null };
    reader.readMessage(read, readEntry);
    properties[read.key] = read.value;
  });
}

function readEntry(read: { key: string; value: JavaScriptValue }, reader: BinaryReader): void {
  while (reader.nextField()) {
    if (reader.getFieldNumber() === entry.key) read.key = reader.readString();
    else if (reader.getFieldNumber() === entry.value) reader.readMessage(read, readValue);
    else reader.skipField();
  }
}

function readList(values: JavaScriptValue[], reader: BinaryReader): void {
  eachField(reader, elements, () => {
    const read: { value: JavaScriptValue } = { value: null };
    reader.readMessage(read, readValue);
    values.push(read.value);
  });
}

function readValue(read: { value: JavaScriptValue }, reader: BinaryReader): void {
  while (reader.nextField()) {
    switch (reader.getFieldNumber()) {
      case kind.null:
        reader.readEnum();
        read.value = null;
        break;
      case kind.number:
        read.value = reader.readDouble();
        break;
      case kind.string:
        read.value = reader.readString();
        break;
      case kind.boolean:
        read.value = reader.readBool();
        break;
      case kind.struct:
        reader.readMessage((read.value = {}), readStruct);
        break;
      case kind.list:
        reader.readMessage((read.value = []), readList);
        break;
      default:
        reader.skipField();
    }
  }
}

/** Calls `read` at each field of that number, and skips what a newer protobuf may have added. */
function eachField(reader: BinaryReader, number: number, read: () => void): void {
  while (reader.nextField()) {
    if (reader.getFieldNumber() === number) read();
    else reader.skipField();
  }
}
