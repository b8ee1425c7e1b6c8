import { load } from "js-yaml";

/** Manifests without a fault, rich enough for every rule to have something to look at. */
export const MANIFESTS = {
  deployment: load(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: m, labels: {app: m}, annotations: {example.com/note: anything at all}}
spec:
  replicas: 2
  progressDeadlineSeconds: 900
  selector: {matchLabels: {app: m}}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: m, tier: gpu}}
    spec:
      terminationGracePeriodSeconds: 60
      nodeSelector: {node.kubernetes.io/instance-type: g5.2xlarge}
      topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: m}}}
      containers:
        - name: server
          image: registry.example:5000/vllm@sha256:00
          args: ["--model", x]
          env: [{name: A, value: b}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}]
          ports: [{name: http, containerPort: 8000}]
          resources: {requests: {cpu: 500m, memory: 16Gi, nvidia.com/gpu: 1}, limits: {memory: 20Gi, nvidia.com/gpu: "1"}}
          startupProbe: {httpGet: {path: /health, port: http}, failureThreshold: 60}
          lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
          volumeMounts: [{name: cache, mountPath: /cache}]
        - {name: sidecar, image: b}
      volumes: [{name: cache, emptyDir: {sizeLimit: 10Gi}}]
`),
  statefulSet: load(`
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: m}
spec:
  serviceName: m
  selector: {matchExpressions: [{key: app, operator: In, values: [m]}]}
  template:
    metadata: {labels: {app: m}}
    spec: {containers: [{name: a, image: b, volumeMounts: [{name: data, mountPath: /data}]}]}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
`),
  storageClass: load(`
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: m}
provisioner: efs.csi.aws.com
reclaimPolicy: Retain
`),
  cronJob: load(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: restart}
spec:
  schedule: "0 */6 * * *"
  timeZone: Europe/Berlin
  jobTemplate: {spec: {backoffLimit: 2, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}
`),
  service: load(`
apiVersion: v1
kind: Service
metadata: {name: m}
spec: {selector: {app: m}, ports: [{name: http, port: 80, targetPort: http}, {name: metrics, port: 9090}]}
`),
  hpa: load(`
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: m}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: m}
  minReplicas: 1
  maxReplicas: 4
  metrics: [{type: Pods, pods: {metric: {name: q}, target: {type: AverageValue, averageValue: 3200m}}}]
  behavior: {scaleDown: {stabilizationWindowSeconds: 300, policies: [{type: Pods, value: 1, periodSeconds: 60}]}}
`),
  scaledObject: load(`
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: m}
spec:
  scaleTargetRef: {name: m}
  minReplicaCount: 1
  maxReplicaCount: 4
  triggers:
    - {type: prometheus, metadata: {serverAddress: "http://p", query: up, threshold: "5"}}
    - {type: cron, metadata: {timezone: Europe/Berlin, start: 0 7 * * 1-5, end: 0 19 * * 1-5, desiredReplicas: "4"}}
`),
  budget: load(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: m}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: m}}}
`),
  rule: load(`
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: m}
spec:
  groups:
    - name: g
      rules:
        - {alert: Slow, expr: 'sum(rate(x_bucket{le="1",p="a)b"}[5m])) > 0 # )', for: 10m, labels: {severity: page}}
        - {record: "job:x:rate5m", expr: 'rate(x[5m])'}
`),
  monitor: load(`
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: m}
spec: {selector: {matchLabels: {app: m}}, endpoints: [{port: http, interval: 15s, scrapeTimeout: 10s}]}
`),
  application: load(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: m}
spec:
  project: default
  source: {repoURL: "https://git.example/x.git", path: apps, targetRevision: main}
  destination: {server: "https://kubernetes.default.svc", namespace: m}
  syncPolicy: {syncOptions: [ServerSideApply=true]}
`),
  configMap: load(`{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {a.txt: "1"}, binaryData: {b: aGk=}}`),
  dashboard: load(
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: m, labels: {grafana_dashboard: "1"}}, data: {d.json: '{"title": "x", "uid": "a-1", "panels": [{"id": 1, "type": "stat", "targets": [{"expr": "rate(x[$__rate_interval])"}, {"expr": "up"}]}]}'}}`,
  ),
  claim: load(
    `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: m}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}`,
  ),
  definition: load(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true, default: {any: thing}}}
`),
  policy: load(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: m}
spec:
  podSelector: {matchLabels: {app: m}}
  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 8000, endPort: 8010}]}]
`),
} as const;
