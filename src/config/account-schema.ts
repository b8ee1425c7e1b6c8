import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { text } from "./leaves.ts";
import { mapping } from "./shapes.ts";

/** `spec.platform.account`: what a managed platform asks for beside the deployment. Names, never secrets. */
export function accountSchema() {
  return mapping(
    {
      executionRole: text({
        wanted: "execution role: the ARN of an IAM role",
        example: "arn:aws:iam::123456789012:role/sagemaker-serving",
        pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
        longest: 2048,
      })
        .optional()
        .describe("sagemaker, aws-lambda: the IAM role that the server runs as."),
      project: text({
        wanted: "project: the id of a Google Cloud project",
        example: "acme-serving",
        pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
      })
        .optional()
        .describe("cloud-run: the project that it is created in."),
      serviceAccount: text({
        wanted: "service account: its address",
        example: "chat-server@acme-serving.iam.gserviceaccount.com",
        pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9.-]*\.gserviceaccount\.com$/,
      })
        .optional()
        .describe("cloud-run: the service account that the server runs as."),
      environment: text({
        wanted: "environment: the Azure id of a managed environment of Container Apps",
        example: "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.App/managedEnvironments/<name>",
        pattern:
          /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.App\/managedEnvironments\/[\w-]+$/,
        longest: 1024,
      })
        .optional()
        .describe("azure-container-apps: the environment that it runs in."),
      ...huggingFace(),
    },
    { token: DEPLOYMENT.secretInAccount },
  ).describe("What a managed platform asks for beside the deployment.");
}

function huggingFace() {
  return {
    organization: text({
      wanted: "organization: a user or an organisation at Hugging Face",
      example: "acme",
      pattern: /^[A-Za-z0-9]([\w-]{0,94}[A-Za-z0-9])?$/,
    })
      .optional()
      .describe("hf-endpoints: the user or organisation that owns and pays for the endpoint."),
    cloudRegion: text({
      wanted: "cloud region: a region of the cloud that platform.region names",
      example: "us-east-1",
      pattern: /^[a-z]+(-?[a-z0-9]+)*$/,
      longest: 63,
    })
      .optional()
      .describe("hf-endpoints: the region of the cloud that platform.region names, such as us-east-1 of aws."),
  };
}
