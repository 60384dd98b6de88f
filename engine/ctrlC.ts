/**
 * Why a signal is aborted by Ctrl-C, to tell it from `--timeout`, a lost lock and SIGTERM: at a terminal Ctrl-C reaches
 * every process started there by itself, the others only this one.
 */
export const ctrlC = new DOMException("interrupted by Ctrl-C", "AbortError");
