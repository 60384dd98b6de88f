import type { Placed } from "./apply.ts";
import { traefikImage } from "./images/tags.ts";
import { serverDeployment, serverLabels, type LabServer } from "./server.ts";

const name = "traefik";
export const gatewayNamespace = "gateways";
export const gatewayServer = { name, namespace: gatewayNamespace };
const labels = serverLabels(gatewayServer);
const metadata = { name, namespace: gatewayNamespace, labels };
const ports = { web: 80, metrics: 9100 } as const;
const rbac = "rbac.authorization.k8s.io";
const core = `/api/v1/namespaces/${gatewayNamespace}`;

/** Where its figures are: a Service and its port. */
export const gatewayFigures = { service: `${name}-metrics`, namespace: gatewayNamespace, port: ports.metrics };
export const gatewayService = `${core}/services/${name}`;
export const mainGateway = `/apis/gateway.networking.k8s.io/v1/namespaces/${gatewayNamespace}/gateways/main`;

/** What the gateway needs before it starts; its Service first of all gets the address that it then tells. */
export function gatewayGround(): Placed[] {
  const account = { kind: "ServiceAccount", name, namespace: gatewayNamespace };
  return [
    {
      path: `/api/v1/namespaces/${gatewayNamespace}`,
      object: { apiVersion: "v1", kind: "Namespace", metadata: { name: gatewayNamespace } },
    },
    { path: `${core}/serviceaccounts/${name}`, object: { apiVersion: "v1", kind: "ServiceAccount", metadata } },
    {
      path: `/apis/${rbac}/v1/clusterroles/${name}`,
      object: { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name, labels }, rules: rules() },
    },
    {
      path: `/apis/${rbac}/v1/clusterrolebindings/${name}`,
      object: {
        apiVersion: `${rbac}/v1`,
        kind: "ClusterRoleBinding",
        metadata: { name, labels },
        roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
        subjects: [account],
      },
    },
    service(name, "web"),
    service(gatewayFigures.service, "metrics"),
  ];
}

/** It reads what routes lead to, wherever they are, and writes nothing but what became of them. */
function rules(): object[] {
  const gateway = ["gatewayclasses", "gateways", "httproutes", "grpcroutes", "backendtlspolicies"];
  const watch = ["list", "watch"];
  return [
    // It does not start without a look at Secrets and ConfigMaps: listeners' and backends' certificates.
    { apiGroups: [""], resources: ["namespaces", "services", "secrets", "configmaps"], verbs: watch },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: watch },
    { apiGroups: ["gateway.networking.k8s.io"], resources: [...gateway, "referencegrants"], verbs: watch },
    {
      apiGroups: ["gateway.networking.k8s.io"],
      resources: gateway.map((resource) => `${resource}/status`),
      verbs: ["update"],
    },
  ];
}

function service(serviceName: string, port: keyof typeof ports): Placed {
  return {
    path: `${core}/services/${serviceName}`,
    object: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, name: serviceName },
      spec: { selector: labels, ports: [{ name: port, port: ports[port], targetPort: port }] },
    },
  };
}

/**
 * The gateway itself, its class, and the Gateway `main`, which takes routes of every namespace.
 * @param address of its Service: a ClusterIP is not told by itself, as a load balancer's address would be
 * @param throttle how long it lets changes gather before it goes by them: Go's notation
 */
export function gatewayObjects(address: string, throttle: string): Placed[] {
  const api = "gateway.networking.k8s.io";
  return [
    serverDeployment(server(address, throttle)),
    {
      path: `/apis/${api}/v1/gatewayclasses/${name}`,
      object: {
        apiVersion: `${api}/v1`,
        kind: "GatewayClass",
        metadata: { name, labels },
        spec: { controllerName: "traefik.io/gateway-controller" },
      },
    },
    {
      path: mainGateway,
      object: {
        apiVersion: `${api}/v1`,
        kind: "Gateway",
        metadata: { ...metadata, name: "main" },
        spec: {
          gatewayClassName: name,
          listeners: [
            { name: "http", protocol: "HTTP", port: ports.web, allowedRoutes: { namespaces: { from: "All" } } },
          ],
        },
      },
    },
  ];
}

function server(address: string, throttle: string): LabServer {
  return {
    ...gatewayServer,
    container: {
      image: traefikImage,
      args: [
        "--global.checknewversion=false",
        ...["--log.level=INFO", "--log.format=json"],
        // The names under which its listeners and its figures are found; a listener's port is that of one of them.
        ...Object.entries(ports).map(([entry, port]) => `--entrypoints.${entry}.address=:${port}`),
        ...["--ping=true", "--ping.entrypoint=metrics"],
        ...["--metrics.prometheus=true", "--metrics.prometheus.entrypoint=metrics"],
        "--providers.kubernetesgateway=true",
        `--providers.kubernetesgateway.statusaddress.ip=${address}`,
        `--providers.providersthrottleduration=${throttle}`,
      ],
      ports: Object.entries(ports).map(([entry, containerPort]) => ({ name: entry, containerPort })),
      readinessProbe: { httpGet: { path: "/ping", port: "metrics" }, periodSeconds: 1 },
      resources: { requests: { cpu: "20m", memory: "80Mi" } },
    },
    pod: {
      serviceAccountName: name,
      // Port 80 without root.
      securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] },
    },
  };
}
