import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";

export type Parameters = Readonly<Record<string, DuckDBValue>>;

/** A database in memory that can open one file and no other, and the values its queries take. */
export interface Database {
  readonly connection: DuckDBConnection;
  /** Column names to types, as the CSV reader wants them. */
  readonly struct: (entries: Readonly<Record<string, string>>) => DuckDBValue;
  readonly list: (items: readonly string[]) => DuckDBValue;
}

/** Opens a database for one file, works with it, and closes it whatever happens. */
export async function withDatabase<T>(path: string, work: (database: Database) => Promise<T>): Promise<T> {
  // Loaded here: the library takes longer to load than most commands run.
  const { DuckDBInstance, listValue, structValue } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", SETTINGS);
  const connection = await instance.connect();
  try {
    await connection.run("set allowed_paths = $paths", { paths: listValue([path]) });
    for (const statement of LOCKS) await connection.run(statement);
    return await work({ connection, struct: (entries) => structValue({ ...entries }), list: (i) => listValue([...i]) });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Nothing spills: rows are streamed. An empty temporary folder keeps `.tmp` out of the working directory. */
const SETTINGS = {
  threads: "2",
  memory_limit: "1GB",
  temp_directory: "",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};

/** Time zone: the machine's own must not show in any result. */
const LOCKS = ["set TimeZone = 'UTC'", "set enable_external_access = false", "set lock_configuration = true"];
