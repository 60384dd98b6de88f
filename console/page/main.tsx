import { render } from "preact";
import { App } from "./app.tsx";
import { setTheme, storedTheme } from "./shell/theme.ts";

const root = document.getElementById("page");
if (root !== null) {
  setTheme(storedTheme());
  render(<App />, root);
}
