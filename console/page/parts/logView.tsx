import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LogLine } from "../../api/service.ts";

interface LogViewProps {
  lines: readonly LogLine[];
  label: string;
  /** Keeps to the end while lines come, until one scrolls up. */
  follow?: boolean;
  /** Whether each line says its pod. */
  pods?: boolean;
}

/** Lines of pods: text alone, newest last, reached and scrolled by keyboard. */
export function LogView({ lines, label, follow = false, pods = true }: LogViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  useLayoutEffect(() => {
    if (follow && atEnd && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow, atEnd]);
  const scrolled = () => {
    if (box.current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    setAtEnd(scrollHeight - scrollTop - clientHeight < 24);
  };
  return (
    <div class="logFrame">
      {/* A log is to be scrolled by keyboard, so it takes the focus. */}
      <div class="log" role="log" aria-label={label} aria-live="off" tabIndex={0} ref={box} onScroll={scrolled}>
        {lines.length === 0 ? <p class="soft logEmpty">No line yet.</p> : null}
        {lines.map((line, index) => (
          <Line key={index} line={line} pods={pods} />
        ))}
      </div>
      {follow && !atEnd ? (
        <button
          type="button"
          class="button toEnd"
          onClick={() => {
            setAtEnd(true);
          }}
        >
          Follow again
        </button>
      ) : null}
    </div>
  );
}

/** Drawn once: a thousand others come and go beside it. */
function Line({ line, pods }: { line: LogLine; pods: boolean }) {
  return useMemo(
    () => (
      <div class="logLine">
        {pods ? (
          <span class="logPod" title={`${line.pod}, container ${line.container}`}>
            {line.pod.split("-").at(-1)}
          </span>
        ) : null}
        <span class="logText">{line.line}</span>
      </div>
    ),
    [line, pods],
  );
}
