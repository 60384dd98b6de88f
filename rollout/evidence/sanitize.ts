/**
 * Terminal escapes: CSI (colours, cursor), OSC (titles, links; ended by BEL or ST, or by the end of the text), other
 * strings, and two-byte ones; 8-bit forms as well. A container's log must not be able to write elsewhere on the
 * operator's screen.
 */
const escapes =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]?/g;

/** What is left of C0 (but for tab and newline), DEL and C1, and the marks that turn the direction of text. */
// eslint-disable-next-line no-control-regex -- see above
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text from the cluster made safe to print: no terminal escapes, no control characters but tab and newline. */
export function sanitize(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/\r/g, "\n").replace(escapes, "").replace(controls, "");
}
