import type { StackConfig } from "../../components/config/stackConfig.ts";
import { stackOf } from "./support.ts";

/** A service that has every object and every parameter there is, but an Ingress. */
export function everything(): StackConfig {
  const more = { sectionName: "https", annotations: { "example.com/team": "shop" } };
  const shop = {
    template: "api",
    image: "localhost/shop",
    imagePullSecrets: ["registry"],
    owner: "shop-team",
    contact: "#shop",
    group: "shop",
    dependsOn: ["stock"],
    autoscaling: {
      min: 3,
      max: 12,
      cpu: 70,
      memory: 80,
      metrics: [
        { type: "Pods", pods: { metric: { name: "queued" }, target: { type: "AverageValue", averageValue: "30" } } },
      ],
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 120, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
      },
    },
    drain: { command: ["/shop", "--leave"], sleep: "8s" },
    afterStart: ["/shop", "--warm"],
    dns: {
      policy: "ClusterFirst",
      nameservers: ["203.0.113.53"],
      searches: ["shop.example"],
      options: { ndots: "2", rotate: "" },
    },
    hostAliases: { "203.0.113.7": ["bank.example", "bank"] },
    ports: { metrics: { container: 9090, nodePort: 30999 }, health: { container: 9091, served: false } },
    service: {
      type: "LoadBalancer",
      annotations: { "example.com/load-balancer": "internal" },
      stickyFor: "10m",
      externalTraffic: "Local",
      loadBalancerClass: "example.com/internal",
      sourceRanges: ["203.0.113.0/24"],
    },
    route: { gateway: "main", gatewayNamespace: "gateways", hosts: ["shop.example"], path: "/buy", ...more },
    routes: {
      internal: {
        gateways: ["internal", "internal-v6"],
        hosts: [],
        paths: [
          {
            path: "/buy",
            timeout: "10s",
            rewrite: { prefix: "/" },
            requestHeaders: { set: { "X-From": "inside" }, add: { "X-Seen": 1 }, remove: ["X-Debug"] },
            responseHeaders: { remove: ["Server"] },
          },
          { path: "/old", type: "Exact", method: "GET", redirect: { scheme: "https", path: "/buy", status: 301 } },
          { path: "/v[0-9]", type: "RegularExpression", headers: { "X-Beta": "yes" }, port: "metrics" },
          { path: "/buy", query: { preview: 1 } },
        ],
      },
      calls: {
        kind: "GRPCRoute",
        gateway: "internal",
        hosts: ["grpc.shop.example"],
        methods: [{ service: "shop.Cart", method: "Add", headers: { "X-Beta": "yes" } }, { service: "shop.Stock" }],
      },
    },
    network: {
      from: ["stock"],
      fromNamespaces: ["gateways"],
      fromCidrs: ["198.51.100.0/24"],
      to: ["stock"],
      toNamespaces: ["databases"],
      toCidrs: ["203.0.113.0/24", "fd00::/8"],
    },
    probes: {
      readiness: { http: { path: "/readyz", scheme: "HTTPS", headers: { Host: "shop.example", "X-Level": 1 } } },
    },
    labels: { "example.com/team": "shop" },
    podLabels: { "sidecar.example.com/inject": "true" },
    podAnnotations: { "prometheus.io/scrape": true, "prometheus.io/port": 9090 },
    command: ["/shop"],
    args: ["--verbose"],
    env: { MODE: "live", WORKERS: 4, TRACE: false },
    valueFrom: {
      POD_IP: { field: "status.podIP" },
      MEMORY: { resource: "limits.memory", divisor: "1Mi" },
      STOCK_URL: { secret: "stock-access", key: "url" },
      REGION: { configMap: "cluster", optional: true },
    },
    envFrom: [{ secret: "mail", prefix: "MAIL_" }, { configMap: "flags" }],
    secrets: { DB_PASSWORD: "dbPassword" },
    files: { "/etc/shop/shop.conf": "currency = JPY\n" },
    secretFiles: { "/run/secrets/tls/key": "tlsKey" },
    volumes: {
      tmp: { kind: "scratch", mount: "/tmp", size: "64Mi" },
      fast: { kind: "memory", mount: "/fast", size: "16Mi" },
      pictures: { kind: "claim", from: "pictures", mount: "/pictures", subPath: "shop", readOnly: true },
      tls: { kind: "secret", from: "shop-tls", mount: "/tls", items: { "tls.key": "key.pem" }, mode: "0400" },
      flags: { kind: "configMap", from: "flags", mount: "/etc/flags", optional: true },
      all: {
        kind: "projected",
        mount: "/all",
        mode: "0440",
        sources: [
          { secret: "mail" },
          { configMap: "flags", items: { flags: "more/flags" }, optional: true },
          { token: { path: "token", audience: "stock", expires: "2h" } },
          { fields: { labels: "metadata.labels['app.kubernetes.io/name']", name: "metadata.name" } },
        ],
      },
    },
    initContainers: { migrate: { args: ["migrate"], env: { MODE: "migrate" } } },
    sidecars: {
      proxy: {
        image: "localhost/proxy:v3",
        env: { MODE: "proxy" },
        valueFrom: { NODE: { field: "spec.nodeName" } },
        secrets: { API_KEY: "proxyKey" },
        files: { "/etc/proxy.conf": "port = 9443\n" },
        secretFiles: { "/run/proxy/cert": "proxyCert" },
        mounts: { fast: { path: "/cache", subPath: "proxy", readOnly: true } },
        ports: { proxied: { container: 9443 } },
        probes: { startup: { tcp: {} }, readiness: { tcp: {}, period: "2s" } },
        security: { user: 10002, readOnlyRoot: false },
        resources: { requests: { cpu: "10m", memory: "16Mi" } },
      },
    },
    jobs: {
      before: [
        {
          name: "migrate",
          args: ["migrate"],
          env: { MODE: "migrate" },
          attempts: 2,
          undo: { args: ["migrate", "down"] },
        },
      ],
      after: [
        {
          name: "smoke",
          image: "localhost/smoke:v3",
          account: "smoke",
          secrets: { TOKEN: "dbPassword" },
          compatible: true,
        },
      ],
    },
    placement: {
      spreadNodes: "required",
      nodeSelector: { "example.com/pool": "web" },
      tolerations: [
        { key: "dedicated", value: "web", effect: "NoSchedule" },
        { key: "flaky", effect: "NoExecute", for: "1m" },
      ],
      priorityClass: "front",
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 50,
              podAffinityTerm: {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: { matchLabels: { "app.kubernetes.io/name": "stock" } },
              },
            },
          ],
        },
      },
      spread: [{ maxSkew: 2, topologyKey: "example.com/rack", whenUnsatisfiable: "ScheduleAnyway" }],
      runtimeClass: "sandboxed",
      scheduler: "default-scheduler",
    },
    resources: { devices: { "example.com/gpu": 1 } },
    security: { user: 10001, group: 10001, fsGroup: 10001, addCapabilities: ["NET_BIND_SERVICE"], apiAccess: true },
    account: {
      annotations: { "example.com/role": "shop" },
      rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "watch"], resourceNames: ["flags"] }],
    },
    restart: { schedule: "0 4 * * *", timeZone: "Asia/Tokyo", image: "localhost/kubectl:v1.34.4" },
  };
  const stock = {
    template: "api",
    image: "localhost/stock",
    probes: {
      readiness: { grpc: { port: "http", service: "stock" } },
      startup: { tcp: {} },
      liveness: { exec: { command: ["check"] } },
    },
    service: { headless: true, publishNotReady: true },
    budget: { minAvailable: "50%" },
    volumes: { cache: { mount: "/cache", size: "1Gi", accessMode: "ReadWriteMany", storageClass: "shared" } },
  };
  return stackOf(
    { shop, stock },
    {
      current: {
        shop: { version: "v8", restartedAt: "2026-11-22T04:00:00Z", canary: { version: "v9", weight: 10 } },
        stock: { version: `sha256:${"0123456789abcdef".repeat(4)}` },
      },
      namespaces: { staging: { quota: { pods: 40, "requests.cpu": "10" } } },
    },
  );
}

/** The one object that {@link everything} lacks. */
export function ingressService(): StackConfig {
  const annotations = {
    "cert-manager.io/cluster-issuer": "letsencrypt",
    "nginx.ingress.kubernetes.io/proxy-body-size": "64m",
    "nginx.ingress.kubernetes.io/ssl-redirect": true,
  };
  const route = {
    kind: "Ingress",
    hosts: ["www.example", "example"],
    class: "nginx",
    tlsSecret: "www-tls",
    annotations,
  };
  const network = { fromAnywhere: true };
  const paths = [{ type: "ImplementationSpecific" }, { path: "/exactly", type: "Exact" }];
  const routes = {
    more: { kind: "Ingress", hosts: ["more.example"], tls: true },
    any: { kind: "Ingress", hosts: [], paths },
  };
  return stackOf({
    web: { template: "website", image: "localhost/web", route, routes, network, rollout: { strategy: "Recreate" } },
  });
}
