/** An execution as DescribeExecution and ListExecutions answer it. */
export interface ExecutionAnswer {
  FlowName: string;
  Name: string;
  Input: string;
  Output: string;
  Status: string;
  StartedTime: string;
  StoppedTime: string;
}
