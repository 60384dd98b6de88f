// Pulumi's policy runner compiles a TypeScript entry with rules of its own; from here on Node reads TypeScript itself.
import "./pack.ts";
