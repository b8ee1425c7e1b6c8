/** What `/loadline help` answers. */
export const HELP = `Write one of these in the first line of a new comment:

| command | does |
|---|---|
| \`/loadline plan\` | forecasts this pull request again |
| \`/loadline advise\` | searches for the cheapest configuration that holds |
| \`/loadline what-if traffic=2x\` | forecasts the change with other values: \`traffic=2x\`, \`gpu=l4\`, \`replicas=3\`, or any path below \`spec\` such as \`engine.maxSequences=64\` |
| \`/loadline compare\` | the same workload on every platform |
| \`/loadline approve 9f3c2ab\` | takes the blocking findings of that commit on yourself; for those whom \`approvers\` of loadline.yaml or the policy names |
| \`/loadline rollback\` | brings back what was deployed before this pull request |

People who may write to the repository can use them. Edited and quoted lines are not read.`;
