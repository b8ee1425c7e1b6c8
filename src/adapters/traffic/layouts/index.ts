import type { Layout } from "../layout.ts";
import { azureLlm2023 } from "./azure-llm-2023.ts";
import { mooncake } from "./mooncake.ts";
import { plain } from "./plain.ts";
import { vidur } from "./vidur.ts";

/** Tried in this order; a new layout is one new file and one line here. */
export const layouts: readonly Layout[] = [plain, vidur, azureLlm2023, mooncake];
