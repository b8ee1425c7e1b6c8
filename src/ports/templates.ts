/** The template texts, by path below `templates/` ("kubernetes/deployment.yaml.hbs"). */
export interface Templates {
  read(): Promise<ReadonlyMap<string, string>>;
}
