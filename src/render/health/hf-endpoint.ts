/**
 * A Request is Ready as soon as Hugging Face has answered, whatever the endpoint does: its state stands in the answer, and so does
 * the mark of the content that was asked for. Sources: crossplane-contrib/provider-http at 0b124690,
 * internal/controller/namespaced/request/request.go; huggingface/huggingface_hub, _inference_endpoints.py. Read 2026-11-29.
 */
export const hfEndpoint = `local status = obj.status or {}
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Synced" and condition.status == "False" then
    return { status = "Degraded", message = condition.message or condition.reason or "not synced" }
  end
end
local answer = (status.response or {}).body or ""
local asked = (((obj.spec or {}).forProvider or {}).payload or {}).body or ""
local mark = string.match(asked, '"tags"%s*:%s*%[%s*"(loadline%-%x+)"')
if answer == "" then
  return { status = "Progressing", message = "waiting for Hugging Face" }
end
if mark ~= nil and not string.find(answer, '"' .. mark .. '"', 1, true) then
  return { status = "Progressing", message = "the endpoint does not have this version yet" }
end
local state = string.match(answer, '"state"%s*:%s*"(%a+)"') or "unknown"
if state == "running" or state == "scaledToZero" then
  return { status = "Healthy", message = state }
end
if state == "failed" or state == "updateFailed" then
  return { status = "Degraded", message = state }
end
if state == "paused" then
  return { status = "Suspended", message = state }
end
return { status = "Progressing", message = state }
`;
