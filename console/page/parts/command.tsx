import { useState } from "preact/hooks";

/** A command, to be copied into a terminal. */
export function Command({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text.replaceAll("\n", " ")).then(
      () => {
        setCopied(true);
      },
      () => undefined,
    );
  };
  return (
    <div class="command">
      <code>{text}</code>
      {"clipboard" in navigator ? (
        <button type="button" class="button plain" onClick={copy}>
          {copied ? "Copied" : "Copy"}
          <span class="hidden">{`: ${text}`}</span>
        </button>
      ) : null}
    </div>
  );
}
