/** The regions in which CloudFlow is, and so in which albflow can be deployed (real-cloud.md FR14); ALB is in many more. */
export const CLOUDFLOW_REGIONS = [
  "cn-hangzhou",
  "cn-shanghai",
  "cn-beijing",
  "cn-qingdao",
  "cn-shenzhen",
  "ap-southeast-1",
  "us-west-1",
];
