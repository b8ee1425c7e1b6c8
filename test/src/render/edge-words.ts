/** Words of one sort, and a manifest that has one in its place. */
export type Sort = readonly [words: readonly (string | number)[], manifest: (word: string | number) => object];

const pod = (spec: object): object => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec });

/** Names and paths at the edge of what Kubernetes takes, by what they are. */
export const NAMES: Readonly<Record<string, Sort>> = {
  env: [
    ["A", "a", "a.b", "a-b", "1A", "_A", "A B", "A=B", "", "a/b", "é", "A$", "."],
    (v) => pod({ containers: [{ name: "a", image: "b", env: [{ name: v, value: "x" }] }] }),
  ],
  image: [
    ["b", "b:1", "b@sha256:x", "", "a b", " b", "b ", "UPPER", "http://x/y", "b:", "a/b/c:d"],
    (v) => pod({ containers: [{ name: "a", image: v }] }),
  ],
  portname: [
    ["http", "HTTP", "a_b", "1", "1a", "a--b", "-a", "a-", "abcdefghijklmno", "abcdefghijklmnop", ""],
    (v) => pod({ containers: [{ name: "a", image: "b", ports: [{ name: v, containerPort: 1 }] }] }),
  ],
  svcport: [
    ["http", "HTTP", "a_b", "1", "1a", "a--b", "-a", "abcdefghijklmnopqrstuv", ""],
    (v) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "a" }, spec: { ports: [{ name: v, port: 1 }] } }),
  ],
  target: [
    ["http", "HTTP", "80", 80, "a--b", 70000, 0, "abcdefghijklmnop", "1a", ""],
    (v) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "a" },
      spec: { ports: [{ port: 1, targetPort: v }] },
    }),
  ],
  svcname: [
    ["a", "1a", "a.b", "A", "a-", "a".repeat(63), "a".repeat(64)],
    (v) => ({ apiVersion: "v1", kind: "Service", metadata: { name: v }, spec: { ports: [{ port: 1 }] } }),
  ],
  name: [
    ["a", "1a", "a.b", "A", "a-", "a..b", "a".repeat(253), "a".repeat(254), "a_b", "-"],
    (v) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: v },
      spec: {
        selector: { matchLabels: { a: "b" } },
        template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "a", image: "b" }] } },
      },
    }),
  ],
  ingressname: [
    ["a.b", "A", "a_b"],
    (v) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: v },
      spec: { defaultBackend: { service: { name: "a", port: { number: 1 } } } },
    }),
  ],
  rolename: [
    ["a:b", "A B", "a/b", "a%b", "..", "system:x"],
    (v) => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: v }, rules: [] }),
  ],
  backend: [
    ["a", "a.b", "A", "1a", "a-b"],
    (v) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "x" },
      spec: { defaultBackend: { service: { name: v, port: { number: 1 } } } },
    }),
  ],
  path: [
    ["/", "/a", "a", "", "/a//b", "/a/../b", "/./", "/a%2fb", "/(.*)", "/a b", "/*"],
    (v) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "x" },
      spec: {
        rules: [
          {
            http: {
              paths: [{ pathType: "Prefix", path: v, backend: { service: { name: "a", port: { number: 1 } } } }],
            },
          },
        ],
      },
    }),
  ],
  pathimpl: [
    ["/", "a", "", "/a//b", "*", "/(.*)"],
    (v) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "x" },
      spec: {
        rules: [
          {
            http: {
              paths: [
                {
                  pathType: "ImplementationSpecific",
                  path: v,
                  backend: { service: { name: "a", port: { number: 1 } } },
                },
              ],
            },
          },
        ],
      },
    }),
  ],
  host: [
    ["a.b", "*.a.b", "*", "*.*.a", "a_b.c", "A.b", "1.2.3.4", "a..b", "", "localhost", "*.localhost", "a.b:80"],
    (v) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "x" },
      spec: {
        rules: [
          {
            host: v,
            http: {
              paths: [{ pathType: "Prefix", path: "/", backend: { service: { name: "a", port: { number: 1 } } } }],
            },
          },
        ],
      },
    }),
  ],
  label: [
    ["a", "", "A_b.c", "a b", "-a", "a-", "a".repeat(63), "a".repeat(64), "a/b", "ü"],
    (v) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", labels: { x: v } } }),
  ],
  labelkey: [
    ["a", "a/b", "A/b", "a.b/c", "a/b/c", "/b", "a/", "-a", "a b", "a".repeat(64), `${"a".repeat(250)}/b`, "a_b/c"],
    (v) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", labels: { [String(v)]: "x" } } }),
  ],
  annokey: [
    ["a", "A/b", "a b", "a/b/c", "-a", ""],
    (v) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", annotations: { [String(v)]: "x" } } }),
  ],
  datakey: [
    ["a", "A.b", "a/b", "..", ".", "...", "..a", "a b", "-", "a".repeat(254)],
    (v) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { [String(v)]: "x" } }),
  ],
  mount: [
    ["/a", "a", "", "/a:b", "/", "/a/../b", "./a"],
    (v) =>
      pod({
        containers: [{ name: "a", image: "b", volumeMounts: [{ name: "v", mountPath: v }] }],
        volumes: [{ name: "v", emptyDir: {} }],
      }),
  ],
  sub: [
    ["a", "a/b", "/a", "../a", "a/..", "..a", ""],
    (v) =>
      pod({
        containers: [{ name: "a", image: "b", volumeMounts: [{ name: "v", mountPath: "/x", subPath: v }] }],
        volumes: [{ name: "v", emptyDir: {} }],
      }),
  ],
  sysctl: [
    ["net.core.somaxconn", "net/core/x", "a", "A.b", "a..b", "kernel.shm_rmid_forced", "net.ipv4.conf.eth0-1.x"],
    (v) => pod({ securityContext: { sysctls: [{ name: v, value: "1" }] }, containers: [{ name: "a", image: "b" }] }),
  ],
  field: [
    [
      "metadata.name",
      "metadata.labels",
      "metadata.labels['a']",
      "metadata.annotations['a/b']",
      "status.podIP",
      "status.podIPs",
      "status.hostIP",
      "spec.nodeName",
      "spec.serviceAccountName",
      "metadata.uid",
      "metadata.generateName",
      "status.phase",
      "spec.hostname",
    ],
    (v) =>
      pod({
        containers: [{ name: "a", image: "b", env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: v } } }] }],
      }),
  ],
};
