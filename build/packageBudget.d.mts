export function packageBudget(name: string, budget?: number): number;
