/**
 * Runs the CLI (its words are the arguments) in a session of its own and stops it, once, when a line comes on fd 3 or fd 3
 * is closed, which is what the end of the release command does, whatever ended it. SIGTERM makes the CLI finish its
 * running steps, give its lock back, and leave nothing pending. Whatever the CLI leaves of this session, when it was
 * killed itself, is ended with it: providers and the program would live on.
 *
 * The CLI runs in the foreground: what a shell starts in the background ignores SIGINT, and so do the plugins then, which
 * the CLI ends by it, waiting for five seconds.
 */
export const guardScript = `
trap : TERM
{ read -r _ <&3; kill -TERM 0; } 2>/dev/null &
watch=$!
"$@" </dev/null 3<&-
code=$?
kill -KILL "$watch" 2>/dev/null
for stat in /proc/[0-9]*/stat; do
  read -r line 2>/dev/null <"$stat" || continue
  pid=\${line%% *}
  set -- \${line##*) }
  if [ "$4" = "$$" ] && [ "$pid" != "$$" ] && [ "$1" != Z ]; then kill -KILL "$pid" 2>/dev/null; fi
done
exit "$code"
`;
