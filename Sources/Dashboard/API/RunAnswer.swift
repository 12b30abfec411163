internal import Base
internal import ChatCompletion
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Playbooks
internal import Ranking
internal import Sources

/// A run in the API's form.
struct RunAnswer: Encodable {
    struct Stage: Encodable {
        let name: String
        let seconds: Double
        let peakMemory: Int
        let rowsIn: Int
        let rowsOut: Int
    }

    struct Spending: Encodable {
        let requests: Int
        let tokens: Int
        let money: Double
    }

    let id: String
    let state: String
    let remark: String?
    let asOf: Day?
    let usageThrough: Day?
    let outcomesThrough: Day?
    let quick: Bool?
    let started: Date?
    let finished: Date?
    let seconds: Double?
    let hasList: Bool
    let isPublished: Bool
    let model: String?
    let listed: Int?
    let rocAuc: Double?
    let averagePrecision: Double?
    let spent: Spending?
    let stages: [Stage]

    init(_ run: RunRecord, now: Date) {
        let manifest = run.manifest
        id = run.id
        state = run.state.rawValue
        remark = run.remark
        asOf = run.asOf
        usageThrough = manifest?.clocks?.usageThrough
        outcomesThrough = manifest?.clocks?.outcomesThrough
        quick = manifest?.quick
        started = manifest?.started
        finished = manifest?.finished
        seconds = run.seconds(now: now)
        hasList = run.hasList
        isPublished = run.isPublished
        model = manifest?.primary?.model.rawValue
        listed = manifest?.reconciliation?.listed
        rocAuc = RunFigures.evaluation(run)?.rocAUC
        averagePrecision = RunFigures.evaluation(run)?.averagePrecision
        spent = manifest?.playbooks.map {
            Spending(requests: $0.spent.requests, tokens: $0.spent.tokens, money: $0.spent.money)
        }
        stages = (manifest?.stages ?? []).map {
            Stage(
                name: $0.name.rawValue, seconds: $0.seconds, peakMemory: $0.peakMemory, rowsIn: $0.rowsIn,
                rowsOut: $0.rowsOut)
        }
    }
}

/// All runs.
struct RunsAnswer: Encodable {
    /// The run of this week's list.
    let shown: String?
    let runs: [RunAnswer]
}
