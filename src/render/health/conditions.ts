/**
 * Ready and Synced, as Config Connector (Ready), Azure Service Operator (Ready, with a severity) and Crossplane (both) write them.
 * Sources: cloud.google.com/config-connector/docs/concepts/status, azure.github.io/azure-service-operator/design/resource-states,
 * docs.crossplane.io, "Managed resources, conditions".
 */
export const conditions = `local status = obj.status or {}
local seen = status.observedGeneration
if seen ~= nil and obj.metadata ~= nil and obj.metadata.generation ~= nil and seen < obj.metadata.generation then
  return { status = "Progressing", message = "the controller has not seen this version yet" }
end
local ready, synced = nil, nil
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" then
    ready = condition
  end
  if condition.type == "Synced" then
    synced = condition
  end
end
if synced ~= nil and synced.status == "False" then
  return { status = "Degraded", message = synced.message or synced.reason or "not synced" }
end
if ready == nil then
  return { status = "Progressing", message = "waiting for the controller" }
end
local said = ready.message or ready.reason or ""
if ready.status == "True" then
  return { status = "Healthy", message = said }
end
local failed = ready.severity == "Error" or ready.reason == "UpdateFailed" or ready.reason == "DependencyInvalid"
if ready.status == "False" and failed then
  return { status = "Degraded", message = said }
end
return { status = "Progressing", message = said }
`;
