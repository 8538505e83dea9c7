/** Reports for the tests of renderings. */
import type { OperationRef } from '../../src/checks/changes/operations.ts'
import { complete, type CompleteReport } from '../../src/report/complete.ts'
import { newReport, type Report, type ReportedChange } from '../../src/report/report.ts'

export function report(changes: Partial<Report> = {}): CompleteReport {
  return complete({ ...newReport('2026-01-01T00:00:00Z'), ...changes })
}

export function operation(id: string, more: Partial<OperationRef> = {}): OperationRef {
  return { operationId: id, method: 'get', path: `/${id}`, summary: `Does ${id}`, ...more }
}

/** A breaking change. */
export function change(id: string, more: Partial<ReportedChange> = {}): ReportedChange {
  return {
    rule: 'OutputFieldRemoved',
    severity: 'breaking',
    operationId: id,
    path: 'response/200/total',
    message: `Flows that use "${id}" lose the field "total"`,
    accepted: false,
    ...more
  }
}

export function many<T>(length: number, item: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => item(index))
}
