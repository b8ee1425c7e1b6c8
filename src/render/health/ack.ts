/** Controllers of AWS say with conditions how far they are. Source: aws-controllers-k8s/runtime, apis/core/v1alpha1/conditions.go. */
export const ack = `local hs = { status = "Progressing", message = "waiting for the controller" }
if obj.status == nil or obj.status.conditions == nil then
  return hs
end
for _, condition in ipairs(obj.status.conditions) do
  local said = condition.message or condition.reason or condition.type
  if condition.type == "ACK.Terminal" and condition.status == "True" then
    return { status = "Degraded", message = said }
  end
  if condition.type == "ACK.ResourceSynced" and condition.status == "True" then
    hs = { status = "Healthy", message = "in sync with AWS" }
  end
  if condition.type == "ACK.Recoverable" and condition.status == "True" and hs.status ~= "Healthy" then
    hs = { status = "Progressing", message = said }
  end
end
return hs
`;
