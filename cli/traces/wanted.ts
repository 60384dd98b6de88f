/** Whether traces are asked for, by OpenTelemetry's own variables. Pure. */
export function tracesWanted(env: NodeJS.ProcessEnv): boolean {
  const said = (name: string): string => env[name]?.trim() ?? "";
  const somewhere = said("OTEL_EXPORTER_OTLP_ENDPOINT") !== "" || said("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") !== "";
  return somewhere && said("OTEL_SDK_DISABLED").toLowerCase() !== "true" && said("OTEL_TRACES_EXPORTER") !== "none";
}
