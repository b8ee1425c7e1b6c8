import { describe, expect, it } from "vitest";
import { readModelDeployment } from "../../../src/config/index.ts";
import { replaced, smallDeployment } from "./examples.ts";

const read = (account: string) =>
  readModelDeployment(replaced(smallDeployment, "  platform: {", `  platform: { account: ${account},`), "chat.yaml")
    .value.platform.account;

describe("spec.platform.account", () => {
  it("is read as it stands, and is absent where nothing is said", () => {
    expect(readModelDeployment(smallDeployment, "chat.yaml").value.platform).not.toHaveProperty("account");
    expect(read("{}")).toBeUndefined();
    const executionRole = "arn:aws:iam::123456789012:role/service-role/sagemaker-serving";
    expect(read(`{ executionRole: "${executionRole}" }`)).toEqual({ executionRole });
    const serviceAccount = "chat-server@acme-serving.iam.gserviceaccount.com";
    expect(read(`{ project: acme-serving, serviceAccount: ${serviceAccount} }`)).toEqual({
      ...{ project: "acme-serving", serviceAccount },
    });
  });

  it.each([
    ["{ executionRole: sagemaker-serving }", /the ARN of an IAM role/],
    ["{ project: Acme }", /the id of a Google Cloud project/],
    ["{ serviceAccount: chat-server }", /service account: its address/],
    ["{ token: hf_abc }", /Secrets do not belong here/],
    ["{ projekt: acme }", /project/],
  ])("refuses %s", (account, wanted) => {
    expect(() => read(account)).toThrow(wanted);
  });
});
