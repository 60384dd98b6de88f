import { useState } from "preact/hooks";
import { setTheme, storedTheme, themes, type Theme } from "./theme.ts";

const drawings: Record<Theme, string> = {
  system: "M3 4h14v9H3zM7 16h6M10 13v3",
  light:
    "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  dark: "M15.5 11.8A6 6 0 0 1 8.2 4.5a6 6 0 1 0 7.3 7.3Z",
};

/** Light, dark, or as the system has it: one button that goes round. */
export function ThemeSwitch() {
  const [theme, setShown] = useState(storedTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const turn = () => {
    setTheme(next);
    setShown(next);
  };
  return (
    <button
      type="button"
      class="button plain icon"
      onClick={turn}
      aria-label={`Colours: ${theme}; change to ${next}`}
      title={`Colours: ${theme}`}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" class="drawn">
        <path d={drawings[theme]} />
      </svg>
    </button>
  );
}
