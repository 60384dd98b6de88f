/** Says a line that is not the one before. */
export function once(say: (line: string) => void): (line: string) => void {
  let before = "";
  return (line) => {
    if (line !== before) say(line);
    before = line;
  };
}
