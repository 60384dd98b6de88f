// No Go is built here: the module brings the Gateway API's CustomResourceDefinitions, and go.sum pins them.
module release-lab/gateway

go 1.24.0

require sigs.k8s.io/gateway-api v1.4.1
