/** An endpoint is synced long before it serves: its own status decides. Source: SageMaker API, DescribeEndpoint, EndpointStatus. */
export const sageMakerEndpoint = `local status = obj.status or {}
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "ACK.Terminal" and condition.status == "True" then
    return { status = "Degraded", message = condition.message or "the controller has given up" }
  end
end
local state = status.endpointStatus
if state == "InService" then
  return { status = "Healthy", message = "in service" }
end
if state == "Failed" or state == "OutOfService" or state == "UpdateRollbackFailed" then
  return { status = "Degraded", message = status.failureReason or state }
end
return { status = "Progressing", message = state or "waiting for the controller" }
`;
