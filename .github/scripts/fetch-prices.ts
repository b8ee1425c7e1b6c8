import { renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aks } from "../../planner/platforms/aks.ts";
import { eks } from "../../planner/platforms/eks.ts";
import { sagemaker } from "../../planner/platforms/sagemaker.ts";
import { eks as eksPrices } from "../../planner/prices/eks.ts";
import { sagemaker as sagemakerPrices } from "../../planner/prices/sagemaker.ts";
import { AWS, awsPrices, EC2, SAGEMAKER, type Wanted } from "./price-files/aws.ts";
import { AZURE, azurePrices } from "./price-files/azure.ts";
import { PATIENT, type Patience, UnknownFormat, Unreachable } from "./price-files/download.ts";
import { type PriceRow, priceList } from "./price-files/price-row.ts";

/** What is asked, and where; tests ask a server of their own. */
export interface Question {
  readonly aws: string;
  readonly azure: string;
  readonly machines: readonly Wanted[];
  readonly sizes: readonly string[];
  readonly today: string;
  readonly patience: Patience;
}

/** Prices of EC2 and SageMaker instances and of Azure VMs from what their owners publish without a key. All of it or none. */
export async function fetchPrices(question: Question): Promise<PriceRow[]> {
  const { patience } = question;
  const rows: PriceRow[] = [];
  for (const wanted of question.machines) rows.push(...(await awsPrices({ base: question.aws, patience }, wanted)));
  for (const size of question.sizes) {
    rows.push(...(await azurePrices({ base: question.azure, patience }, size, question.today)));
  }
  return rows;
}

/** What was asked for and is sold nowhere that was looked at: its prices will be unknown. */
function absentFrom(rows: readonly PriceRow[], { machines, sizes }: Question): readonly string[] {
  const found = new Set(rows.map(({ instance }) => instance));
  const asked = new Set([...machines.flatMap(({ instances }) => [...instances]), ...sizes]);
  return [...asked].filter((instance) => !found.has(instance));
}

/** The whole file at once: who reads it while it is written sees the old one. */
function replaceFile(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, path);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Exit code and what to say: 0 written, 2 asked wrongly, 3 not reachable, 1 the format has changed. */
export async function run(path: string | undefined, question: Question): Promise<{ code: number; text: string }> {
  if (path === undefined)
    return { code: 2, text: "Where to? Example: node .github/scripts/fetch-prices.ts prices.csv" };
  try {
    const rows = await fetchPrices(question);
    if (rows.length === 0) return { code: 1, text: "The price files name none of the instances. Nothing was written." };
    replaceFile(path, priceList(rows));
    const absent = absentFrom(rows, question);
    const without = absent.length === 0 ? "" : ` No price of ${absent.join(", ")}: unknown from now on.`;
    return { code: 0, text: `${rows.length} prices.${without} Next: node .github/scripts/prices.ts ${path}` };
  } catch (error) {
    if (error instanceof Unreachable)
      return { code: 3, text: `${error.message}. Nothing was written; try again later.` };
    if (error instanceof UnknownFormat) return { code: 1, text: `${error.message}. Nothing was written.` };
    throw error;
  }
}

const inEach = (regions: object, wanted: Omit<Wanted, "region">): readonly Wanted[] =>
  Object.keys(regions).map((region) => ({ ...wanted, region }));

/** node .github/scripts/fetch-prices.ts prices.csv: the list that prices.ts turns into the tables of EKS, SageMaker and AKS. */
async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const { code, text } = await run(positionals[0], {
    ...{ aws: AWS, azure: AZURE, sizes: Object.keys(aks.shapes) },
    machines: [
      ...inEach(eksPrices.regions, { offer: EC2, instances: new Set(Object.keys(eks.shapes)) }),
      ...inEach(sagemakerPrices.regions, { offer: SAGEMAKER, instances: new Set(Object.keys(sagemaker.shapes)) }),
    ],
    today: new Date().toISOString().slice(0, 10),
    patience: PATIENT,
  });
  (code === 0 ? console.log : console.error)(text);
  return code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
