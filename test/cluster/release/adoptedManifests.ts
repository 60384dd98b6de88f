/** WordPress and MySQL as Kubernetes' own tutorial has them, with the lab's images, users and ports. */
export const wordpressAndMysql = `
apiVersion: v1
kind: Secret
metadata: { name: mysql-pass }
stringData: { password: a-password }
---
apiVersion: v1
kind: Service
metadata: { name: wordpress-mysql, labels: { app: wordpress } }
spec:
  ports: [{ port: 3306 }]
  selector: { app: wordpress, tier: mysql }
  clusterIP: None
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: mysql-pv-claim, labels: { app: wordpress } }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wordpress-mysql, labels: { app: wordpress } }
spec:
  selector: { matchLabels: { app: wordpress, tier: mysql } }
  strategy: { type: Recreate }
  template:
    metadata: { labels: { app: wordpress, tier: mysql } }
    spec:
      securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 }
      containers:
        - name: mysql
          image: localhost/mariadb:v1
          env:
            - { name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: mysql-pass, key: password } } }
            - { name: DB_NAME, value: wordpress }
            - { name: DB_USER, value: wordpress }
          ports: [{ containerPort: 3306, name: mysql }]
          readinessProbe: { tcpSocket: { port: mysql } }
          volumeMounts: [{ name: mysql-persistent-storage, mountPath: /var/lib/mysql }, { name: tmp, mountPath: /tmp }]
      volumes:
        - { name: mysql-persistent-storage, persistentVolumeClaim: { claimName: mysql-pv-claim } }
        - { name: tmp, emptyDir: {} }
---
apiVersion: v1
kind: Service
metadata: { name: wordpress, labels: { app: wordpress } }
spec:
  ports: [{ port: 80, targetPort: 8080 }]
  selector: { app: wordpress, tier: frontend }
  type: LoadBalancer
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: wp-pv-claim, labels: { app: wordpress } }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wordpress, labels: { app: wordpress } }
spec:
  selector: { matchLabels: { app: wordpress, tier: frontend } }
  strategy: { type: Recreate }
  template:
    metadata: { labels: { app: wordpress, tier: frontend } }
    spec:
      securityContext: { runAsUser: 33, runAsGroup: 33, fsGroup: 33 }
      containers:
        - name: wordpress
          image: localhost/wordpress:v1
          env:
            - { name: DB_HOST, value: wordpress-mysql }
            - { name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: mysql-pass, key: password } } }
            - { name: DB_NAME, value: wordpress }
            - { name: DB_USER, value: wordpress }
            - { name: WP_TITLE, value: A blog }
          ports: [{ containerPort: 8080, name: wordpress }]
          readinessProbe: { httpGet: { path: /wp-login.php, port: wordpress } }
          volumeMounts: [{ name: wordpress-persistent-storage, mountPath: /var/www/html/wp-content }, { name: tmp, mountPath: /tmp }]
      volumes:
        - { name: wordpress-persistent-storage, persistentVolumeClaim: { claimName: wp-pv-claim } }
        - { name: tmp, emptyDir: {} }
`;

/** A Deployment with some thirty fields that no parameter says. */
export const manyFields = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: many
  labels: { app: many }
  annotations: { example.com/owner: a-team }
spec:
  replicas: 2
  minReadySeconds: 1
  selector: { matchLabels: { app: many } }
  strategy: { rollingUpdate: { maxSurge: 50%, maxUnavailable: 0 } }
  template:
    metadata:
      labels: { app: many, tier: front }
      annotations: { example.com/scrape: "true" }
    spec:
      shareProcessNamespace: true
      hostname: many
      subdomain: inner
      setHostnameAsFQDN: false
      dnsPolicy: ClusterFirst
      dnsConfig: { options: [{ name: ndots, value: "2" }], searches: [example.internal] }
      hostAliases: [{ ip: 127.0.0.2, hostnames: [self.internal] }]
      preemptionPolicy: PreemptLowerPriority
      enableServiceLinks: false
      terminationGracePeriodSeconds: 12
      readinessGates: []
      tolerations:
        - { key: special, operator: Exists, effect: NoSchedule }
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 10
              podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: many } } }
      topologySpreadConstraints:
        - { maxSkew: 2, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app: many } } }
      securityContext: { fsGroup: 1000, supplementalGroups: [2000], sysctls: [{ name: net.ipv4.ip_unprivileged_port_start, value: "0" }] }
      containers:
        - name: server
          image: localhost/web:v1
          workingDir: /
          stdin: false
          tty: false
          terminationMessagePath: /tmp/end
          terminationMessagePolicy: FallbackToLogsOnError
          env:
            - { name: B, value: "2" }
            - { name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }
            - { name: A, value: "1" }
          ports: [{ containerPort: 8080 }]
          resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { memory: 64Mi } }
          securityContext: { runAsUser: 1000, capabilities: { drop: [NET_RAW] } }
          readinessProbe: { httpGet: { path: /, port: 8080, httpHeaders: [{ name: X, value: "1" }] }, periodSeconds: 2, successThreshold: 2 }
          livenessProbe: { tcpSocket: { port: 8080 }, terminationGracePeriodSeconds: 5 }
          volumeMounts: [{ name: tmp, mountPath: /tmp, mountPropagation: None }, { name: info, mountPath: /info }]
        - name: beside
          image: localhost/web:v1
          env: [{ name: WEB_PORT, value: "8081" }]
      volumes:
        - { name: info, downwardAPI: { items: [{ path: labels, fieldRef: { fieldPath: metadata.labels } }] } }
        - { name: tmp, emptyDir: {} }
---
apiVersion: v1
kind: Service
metadata: { name: many, labels: { app: many }, annotations: { example.com/team: a } }
spec:
  selector: { tier: front, app: many }
  sessionAffinity: ClientIP
  ports: [{ port: 80, targetPort: 8080 }]
`;

/** A schedule as a chart has it: labels of helm's, tries within one pod, and fields that no parameter says. */
export const schedule = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: backup, labels: { app: backup, app.kubernetes.io/name: chart } }
spec:
  schedule: "0 4 29 2 *"
  concurrencyPolicy: Forbid
  failedJobsHistoryLimit: 2
  jobTemplate:
    metadata: { annotations: { example.com/team: data } }
    spec:
      backoffLimit: 1
      ttlSecondsAfterFinished: 86400
      template:
        metadata: { labels: { app: backup, app.kubernetes.io/name: chart } }
        spec:
          restartPolicy: OnFailure
          automountServiceAccountToken: false
          containers:
            - { name: dump, image: "localhost/web:v1", env: [{ name: WEB_EXIT, value: "true" }], workingDir: / }
          volumes: [{ name: scratch, emptyDir: {} }]
`;

/** A website with routes of each kind: some that parameters say whole, and some that need a patch. */
export const withRoutes = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: routed, labels: { app: routed } }
spec:
  replicas: 2
  selector: { matchLabels: { app: routed } }
  template:
    metadata: { labels: { app: routed } }
    spec:
      containers:
        - name: web
          image: localhost/web:v1
          ports: [{ containerPort: 8080, name: http }]
          readinessProbe: { httpGet: { path: /healthz, port: http } }
          lifecycle: { preStop: { sleep: { seconds: 4 } } }
---
apiVersion: v1
kind: Service
metadata: { name: routed, labels: { app: routed } }
spec: { ports: [{ name: http, port: 80, targetPort: http }], selector: { app: routed } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, annotations: { example.com/scheme: internet-facing } }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [routed.example], secretName: routed-tls }]
  rules:
    - host: routed.example
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: routed, port: { name: http } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: routed-fallback }
spec: { defaultBackend: { service: { name: routed, port: { number: 80 } } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: routed }
spec:
  parentRefs: [{ name: main, sectionName: https }]
  hostnames: [gateway.routed.example]
  rules: [{ matches: [{ path: { type: PathPrefix, value: /old } }], backendRefs: [{ name: routed, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: routed-moved }
spec:
  parentRefs: [{ name: main, port: 443 }]
  hostnames: [moved.example]
  rules:
    - filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: X-From, value: moved }] } }]
      matches: [{ path: { type: PathPrefix, value: /a } }, { path: { type: PathPrefix, value: /b } }]
      backendRefs: [{ name: routed, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: routed-calls }
spec:
  parentRefs: [{ name: main }]
  hostnames: [grpc.routed.example]
  rules: [{ matches: [{ method: { service: shop.Cart, method: Add } }], backendRefs: [{ name: routed, port: 80 }] }]
`;
