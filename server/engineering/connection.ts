/** The three ways to connect a source and a demand: what the pipe carries, what the sink gets, and where the limits are. */
import type { Assumptions } from './assumptions.js';
import { coefficientOfPerformance, type HeatPumpModel } from './heat-pump.js';
import type { Connection, ConnectionSituation, GateFailure } from './match-case.js';
import { designPipe, type PipeDesign } from './pipe.js';
import { KW_PER_MW } from './units.js';

export type { GateFailure } from './match-case.js';

/** What a connection is designed for. Temperatures in degrees C. */
export interface ConnectionTask extends ConnectionSituation {
  readonly heatPumpModel: HeatPumpModel;
  readonly assumptions: Assumptions;
}

export interface ConnectionDesign {
  readonly connection: Connection;
  readonly capacityKw: number;
  /** null without a heat pump. */
  readonly cop: number | null;
  readonly pipe: PipeDesign;
  readonly pipeFlowTemperatureC: number;
  readonly pipeReturnTemperatureC: number;
  /** Share of the offered heat that can be taken out at these temperatures. */
  readonly extractableShare: number;
}

export type ConnectionAttempt = { readonly design: ConnectionDesign } | { readonly failure: GateFailure };

/**
 * Slack of every limit, K or 1: far below any measurement, far above rounding, so that a temperature said to pass does pass.
 */
const ROUNDING = 1e-9;
const below = (gate: GateFailure['gate'], value: number, limit: number): { failure: GateFailure } | undefined =>
  value < limit - ROUNDING ? { failure: { gate, value, limit } } : undefined;
const above = (gate: GateFailure['gate'], value: number, limit: number): { failure: GateFailure } | undefined =>
  value > limit + ROUNDING ? { failure: { gate, value, limit } } : undefined;

function attemptDirect(task: ConnectionTask, capacityKw: number): ConnectionAttempt {
  const { approachK, minimumPipeSpreadK } = task.assumptions;
  const flowC = task.sourceSupplyC - approachK;
  const returnC = Math.max(task.demandReturnC + approachK, task.sourceReturnC - approachK);
  const tooCold = below('arrival', flowC - approachK, task.demandFlowC);
  if (tooCold) return tooCold;
  const sourceSpreadK = task.sourceSupplyC - task.sourceReturnC;
  const extractableShare = (task.sourceSupplyC - (returnC + approachK)) / sourceSpreadK;
  const failure = below('pipe-spread', flowC - returnC, minimumPipeSpreadK);
  if (failure) return failure;
  const pipe = designPipe({
    heatKw: capacityKw, flowTemperatureC: flowC, returnTemperatureC: returnC, routeLengthM: task.routeLengthM,
  }, task.assumptions);
  return below('arrival', flowC - pipe.temperatureDropK - approachK, task.demandFlowC) ?? {
    design: {
      connection: 'direct', capacityKw, cop: null, pipe, extractableShare,
      pipeFlowTemperatureC: flowC, pipeReturnTemperatureC: returnC,
    },
  };
}

function attemptHeatPumpAtSource(task: ConnectionTask, capacityKw: number): ConnectionAttempt {
  const { assumptions } = task;
  const flowC = task.demandFlowC + assumptions.approachK;
  const returnC = task.demandReturnC + assumptions.approachK;
  const failure = above('heat-pump-temperature', flowC, assumptions.heatPumpMaximumC)
    ?? below('pipe-spread', flowC - returnC, assumptions.minimumPipeSpreadK);
  if (failure) return failure;
  const pipe = designPipe({
    heatKw: capacityKw, flowTemperatureC: flowC, returnTemperatureC: returnC, routeLengthM: task.routeLengthM,
  }, assumptions);
  const sinkOutletC = flowC + pipe.temperatureDropK;
  const cop = coefficientOfPerformance(task.heatPumpModel, {
    sinkOutletC, sinkInletC: returnC, sourceInletC: task.sourceSupplyC, sourceOutletC: task.sourceReturnC,
  }, capacityKw / KW_PER_MW, assumptions);
  return above('heat-pump-temperature', sinkOutletC, assumptions.heatPumpMaximumC)
    ?? below('cop', cop, assumptions.minimumCop)
    ?? {
      design: {
        connection: 'heat-pump-at-source', capacityKw, cop, pipe, extractableShare: 1,
        pipeFlowTemperatureC: flowC, pipeReturnTemperatureC: returnC,
      },
    };
}

function attemptHeatPumpAtSink(task: ConnectionTask, capacityKw: number): ConnectionAttempt {
  const { assumptions } = task;
  const flowC = task.sourceSupplyC - assumptions.approachK;
  const returnC = task.sourceReturnC - assumptions.approachK;
  const cop = coefficientOfPerformance(task.heatPumpModel, {
    sinkOutletC: task.demandFlowC, sinkInletC: task.demandReturnC, sourceInletC: flowC, sourceOutletC: returnC,
  }, capacityKw / KW_PER_MW, assumptions);
  const failure = above('heat-pump-temperature', task.demandFlowC, assumptions.heatPumpMaximumC)
    ?? below('pipe-spread', flowC - returnC, assumptions.minimumPipeSpreadK)
    ?? below('cop', cop, assumptions.minimumCop);
  if (failure) return failure;
  const pipe = designPipe({
    heatKw: capacityKw * (1 - 1 / cop), flowTemperatureC: flowC, returnTemperatureC: returnC,
    routeLengthM: task.routeLengthM,
  }, assumptions);
  return {
    design: {
      connection: 'heat-pump-at-sink', capacityKw, cop, pipe, extractableShare: 1,
      pipeFlowTemperatureC: flowC, pipeReturnTemperatureC: returnC,
    },
  };
}

const ATTEMPTS: Readonly<Record<Connection, (task: ConnectionTask, capacityKw: number) => ConnectionAttempt>> = {
  direct: attemptDirect,
  'heat-pump-at-source': attemptHeatPumpAtSource,
  'heat-pump-at-sink': attemptHeatPumpAtSink,
};

/** Designs one way to connect for a capacity in kW (more than 0), or names the first limit it does not meet. */
export const attemptConnection = (connection: Connection, task: ConnectionTask, capacityKw: number): ConnectionAttempt =>
  ATTEMPTS[connection](task, capacityKw);
