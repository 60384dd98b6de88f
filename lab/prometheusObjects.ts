import { createHash } from "node:crypto";
import type { Placed } from "./apply.ts";
import { gatewayFigures } from "./gatewayObjects.ts";
import { prometheusImage } from "./images/tags.ts";
import { serverDeployment, serverLabels } from "./server.ts";

const name = "prometheus";
const namespace = "monitoring";
export const prometheusServer = { name, namespace };
const port = 9090;
const labels = serverLabels(prometheusServer);
const metadata = { name, namespace, labels };
const core = `/api/v1/namespaces/${namespace}`;
/** Where it is asked, through the API server. */
export const prometheusProxy = `${core}/services/${name}:${port}/proxy`;

/** JSON is YAML, too. */
const configuration = JSON.stringify({
  global: { scrape_interval: "1s", scrape_timeout: "1s" },
  scrape_configs: [
    {
      job_name: "gateway",
      static_configs: [
        {
          targets: [
            `${gatewayFigures.service}.${gatewayFigures.namespace}.svc.cluster.local:${String(gatewayFigures.port)}`,
          ],
        },
      ],
    },
  ],
});

/** What Prometheus needs, in the order in which it is made. It asks nothing of the API server. */
export function prometheusObjects(): Placed[] {
  return [
    {
      path: `/api/v1/namespaces/${namespace}`,
      object: { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    },
    {
      path: `${core}/configmaps/${name}`,
      object: { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "prometheus.yml": configuration } },
    },
    {
      path: `${core}/services/${name}`,
      object: {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: labels, ports: [{ name: "http", port, targetPort: "http" }] },
      },
    },
    serverDeployment({
      ...prometheusServer,
      container: {
        image: prometheusImage,
        args: [
          "--config.file=/etc/prometheus/prometheus.yml",
          ...["--storage.tsdb.path=/data", "--storage.tsdb.retention.time=6h"],
          `--web.listen-address=:${port}`,
        ],
        // It reads its configuration when it starts: another one, another pod.
        env: [{ name: "CONFIGURATION", value: createHash("sha256").update(configuration).digest("hex").slice(0, 16) }],
        ports: [{ name: "http", containerPort: port }],
        readinessProbe: { httpGet: { path: "/-/ready", port: "http" }, periodSeconds: 1 },
        resources: { requests: { cpu: "20m", memory: "100Mi" } },
        volumeMounts: [
          { name: "configuration", mountPath: "/etc/prometheus" },
          { name: "data", mountPath: "/data" },
        ],
      },
      pod: {
        automountServiceAccountToken: false,
        volumes: [
          { name: "configuration", configMap: { name } },
          { name: "data", emptyDir: {} },
        ],
      },
    }),
  ];
}
