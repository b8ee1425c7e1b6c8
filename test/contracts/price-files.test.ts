import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Question, run } from "../../.github/scripts/fetch-prices.ts";
import { EC2, SAGEMAKER as SAGEMAKER_OFFER } from "../../.github/scripts/price-files/aws.ts";
import { priceLists } from "../../.github/scripts/price-lists.ts";
import { readPrices } from "../../.github/scripts/price-table.ts";

const SIZE = "Standard_NC24ads_A100_v4";
const HEADER = ["SKU", "TermType", "Unit", "PricePerUnit", "Currency", "Instance Type", "Tenancy", "Operating System"];
const LAST = ["CapacityStatus", "MarketOption", "Pre Installed S/W"];

/** A line of an AWS price file, each cell in quotes; the plain price of a g5.xlarge unless told otherwise. */
function ec2(changes: Readonly<Record<string, string>>): string {
  const plain: Readonly<Record<string, string>> = {
    ...{ SKU: "22DGWBSCDJVGYRNN", TermType: "OnDemand", Unit: "Hrs", PricePerUnit: "1.0060000000", Currency: "USD" },
    ...{ "Instance Type": "g5.xlarge", Tenancy: "Shared", "Operating System": "Linux" },
    ...{ CapacityStatus: "Used", MarketOption: "OnDemand", "Pre Installed S/W": "NA" },
  };
  return [...HEADER, ...LAST].map((name) => `"${changes[name] ?? plain[name] ?? ""}"`).join(",");
}

const awsFile = [
  '"FormatVersion","v1.0"',
  '"Disclaimer","This pricing list is for informational purposes only, and so on."',
  '"Publication Date","2026-11-20T21:04:31Z"',
  '"OfferCode","AmazonEC2"',
  [...HEADER, ...LAST].map((name) => `"${name}"`).join(","),
  ec2({}),
  ec2({ "Operating System": "Windows", PricePerUnit: "1.19" }),
  ec2({ Tenancy: "Dedicated", PricePerUnit: "1.07" }),
  ec2({ TermType: "Reserved", PricePerUnit: "0.63" }),
  ec2({ CapacityStatus: "UnusedCapacityReservation", PricePerUnit: "1.5" }),
  ec2({ MarketOption: "CapacityBlock", PricePerUnit: "0.4" }),
  ec2({ "Pre Installed S/W": "SQL Ent", PricePerUnit: "2.5" }),
  ec2({ "Instance Type": "m5.large", PricePerUnit: "0.096" }),
  ec2({ "Instance Type": "g6.xlarge", PricePerUnit: "0.8048" }),
].join("\r\n");

/** The same of SageMaker, whose columns are headed otherwise. */
const SAGEMAKER = ["SKU", "TermType", "Unit", "PricePerUnit", "Currency", "instanceType", "instanceName", "component"];
const hosting = (changes: Readonly<Record<string, string>>): string => {
  const plain: Readonly<Record<string, string>> = {
    ...{ SKU: "2A", TermType: "OnDemand", Unit: "Hrs", PricePerUnit: "1.41", Currency: "USD", component: "Hosting" },
    ...{ instanceType: "ml.g5.xlarge-Hosting", instanceName: "ml.g5.xlarge" },
  };
  return SAGEMAKER.map((name) => `"${changes[name] ?? plain[name] ?? ""}"`).join(",");
};
const sagemakerFile = [
  '"FormatVersion","v1.0"',
  '"Publication Date","2026-11-21T00:00:00Z"',
  SAGEMAKER.map((name) => `"${name}"`).join(","),
  hosting({}),
  hosting({ component: "Training", instanceType: "ml.g5.xlarge-Training", PricePerUnit: "1.2" }),
  hosting({ component: "Notebook", instanceType: "ml.g5.xlarge-Notebook", PricePerUnit: "1.3" }),
  hosting({ TermType: "Reserved", PricePerUnit: "0.9" }),
].join("\n");

const twoPrices = `${sagemakerFile}\n${hosting({ PricePerUnit: "1.42" })}`;

const vm = (changes: object) => ({
  ...{ currencyCode: "USD", tierMinimumUnits: 0, retailPrice: 3.673, unitPrice: 3.673, armRegionName: "eastus" },
  ...{ armSkuName: SIZE, productName: "NCads A100 v4 Series", skuName: "NC24ads A100 v4", unitOfMeasure: "1 Hour" },
  ...{ type: "Consumption", serviceName: "Virtual Machines", meterName: "NC24ads A100 v4" },
  ...changes,
});

const azurePages = [
  [
    vm({}),
    vm({ retailPrice: 0.747, skuName: "NC24ads A100 v4 Spot" }),
    vm({ retailPrice: 0.7, skuName: "NC24ads A100 v4 Low Priority" }),
    vm({ retailPrice: 4.777, productName: "NCads A100 v4 Series Windows" }),
  ],
  [vm({ armRegionName: "westeurope", retailPrice: 4.775 })],
];

/** A text, or what a server does instead of answering with one. */
type Answer = string | ((response: ServerResponse) => void);

const answers = new Map<string, Answer>();
let server: Server;
let base = "";
const folder = mkdtempSync(join(tmpdir(), "loadline-prices-"));
const target = join(folder, "prices.csv");

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", base);
    const second = searchParams.get("$skip") === null ? "" : "?$skip";
    const answer = answers.get(`${pathname}${second}`);
    if (typeof answer === "function") answer(response);
    else response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  rmSync(target, { force: true });
  const [first, second] = azurePages;
  const page = (Items: unknown, NextPageLink: string | null) =>
    JSON.stringify({ BillingCurrency: "USD", CustomerEntityType: "Retail", Items, NextPageLink, Count: 1 });
  answers.clear();
  answers.set("/offers/v1.0/aws/AmazonEC2/current/us-east-1/index.csv", awsFile);
  answers.set("/offers/v1.0/aws/AmazonSageMaker/current/us-east-1/index.csv", sagemakerFile);
  answers.set("/api/retail/prices", page(first, `${base}/api/retail/prices?$skip=1000`));
  answers.set("/api/retail/prices?$skip", page(second, null));
});

const machines = (region: string): Question["machines"] => [
  { offer: EC2, region, instances: new Set(["g5.xlarge", "g6.xlarge", "p5.48xlarge"]) },
  { offer: SAGEMAKER_OFFER, region, instances: new Set(["ml.g5.xlarge"]) },
];
const question = (changes: Partial<Question> = {}): Question => ({
  ...{ aws: base, azure: base, sizes: [SIZE], today: "2026-11-29", machines: machines("us-east-1") },
  patience: { milliseconds: 5000, pauses: [1, 1] },
  ...changes,
});

it("picks the plain price of each instance and writes the list that the tables are made of", async () => {
  expect(await run(target, question())).toMatchObject({ code: 0, text: expect.stringMatching(/^5 prices/) });
  const csv = readFileSync(target, "utf8");
  const tables = priceLists.map((list) => [list.platform, readPrices(csv, list)] as const);
  expect(tables.filter(([, lines]) => lines.length > 0).map(([platform]) => platform)).toEqual([
    ...["eks", "aks", "sagemaker"],
  ]);
  const of = (platform: string) => tables.find(([name]) => name === platform)?.[1];
  expect(of("eks")).toMatchObject([
    { region: "us-east-1", instance: "g5.xlarge", onDemand: 1.006, spot: null, date: "2026-11-20" },
    { region: "us-east-1", instance: "g6.xlarge", onDemand: 0.8048, spot: null, date: "2026-11-20" },
  ]);
  expect(of("sagemaker")).toMatchObject([{ region: "us-east-1", instance: "ml.g5.xlarge", onDemand: 1.41 }]);
  expect(of("aks")).toMatchObject([
    { region: "eastus", instance: SIZE, onDemand: 3.673, spot: 0.747, date: "2026-11-29" },
    { region: "westeurope", instance: SIZE, onDemand: 4.775, spot: null, date: "2026-11-29" },
  ]);
});

it.each([
  ["a region whose file is not there", () => question({ machines: machines("mars-1") }), /mars-1.* answered 404/],
  ["a server that is not there", () => question({ azure: "http://127.0.0.1:1" }), /could not be reached/],
])("writes nothing and ends with 3 for %s", async (_what, asked, said) => {
  expect(await run(target, asked())).toMatchObject({ code: 3, text: expect.stringMatching(said) });
  expect(existsSync(target)).toBe(false);
});

it.each([
  ["without a column", () => set("current/us-east-1/index.csv", awsFile.replaceAll('"Tenancy"', '"Tenure"'))],
  ["with two prices of one instance", () => set("AmazonSageMaker/current/us-east-1/index.csv", twoPrices)],
  ["cut short", () => set("current/us-east-1/index.csv", '"FormatVersion","v1.0"')],
  ["of other names", () => set("/api/retail/prices", JSON.stringify({ Items: [{ price: 1 }] }))],
  ["no JSON", () => set("/api/retail/prices", "<html>")],
  [
    "leading elsewhere",
    () => set("/api/retail/prices", JSON.stringify({ Items: [], NextPageLink: "https://a.test/" })),
  ],
])("writes nothing and ends with 1 for a price file %s", async (_what, change) => {
  change();
  expect(await run(target, question())).toMatchObject({ code: 1, text: expect.stringMatching(/Nothing was written/) });
  expect(existsSync(target)).toBe(false);
});

it("asks where to write", async () => {
  expect(await run(undefined, question())).toMatchObject({ code: 2 });
});

it("waits and asks again where it is put off, as Azure does after many questions, and gives up in the end", async () => {
  let asked = 0;
  const page = answers.get("/api/retail/prices");
  const busy = (times: number) => (response: ServerResponse) => {
    asked++;
    if (asked <= times) response.writeHead(429, { "retry-after": "60" }).end('{"Error":{"Code":"TooManyRequests"}}');
    else response.writeHead(200).end(page);
  };
  set("/api/retail/prices", busy(2));
  expect(await run(target, question())).toMatchObject({ code: 0 });
  expect(asked).toBe(3);
  rmSync(target);
  set("/api/retail/prices", busy(1000));
  expect(await run(target, question())).toMatchObject({ code: 3, text: expect.stringMatching(/answered 429/) });
  expect(existsSync(target)).toBe(false);
});

it.each<[string, string, Answer]>([
  ["an answer that breaks off", "current/us-east-1/index.csv", brokenOff],
  ["a second page that is not there", "prices?$skip", (response) => response.writeHead(500).end()],
  ["a second page that never comes", "prices?$skip", () => undefined],
])("keeps the old list and ends with 3 for %s", async (_what, path, answer) => {
  writeFileSync(target, "the old list");
  set(path, answer);
  const patience = { milliseconds: 300, pauses: [] };
  expect(await run(target, question({ patience }))).toMatchObject({ code: 3 });
  expect(readFileSync(target, "utf8")).toBe("the old list");
  expect(readdirSync(folder)).toEqual(["prices.csv"]);
});

/** The first half of a price file under the length of all of it. */
function brokenOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": awsFile.length });
  response.write(awsFile.slice(0, awsFile.length / 2), () => response.destroy());
}

it("names what is sold nowhere, and has no row for it", async () => {
  const { code, text } = await run(target, question());
  expect(code).toBe(0);
  expect(text).toContain("No price of p5.48xlarge: unknown from now on.");
  expect(readFileSync(target, "utf8")).not.toContain("p5.48xlarge");
});

it("ends where a page leads back to itself", async () => {
  const page = { Items: [], NextPageLink: `${base}/api/retail/prices?$skip=1000`, Count: 0 };
  set("prices?$skip", JSON.stringify(page));
  expect(await run(target, question())).toMatchObject({ code: 1, text: expect.stringMatching(/follows itself/) });
});

function set(end: string, text: Answer): void {
  const path = [...answers.keys()].find((known) => known.endsWith(end));
  answers.set(path ?? end, text);
}
