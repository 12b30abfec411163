internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
package import Modeling
internal import Ranking

extension Pipeline {
    /// Explains a portal of the latest finished run.
    ///
    /// - Parameters:
    ///   - id: The portal's id, as in the tables.
    ///   - model: The model of the list. nil: the one that later stages use.
    /// - Throws: `PipelineError` if the run, the list or the portal is not found, or the portal has no reasons.
    package func explanation(of id: String, model: ModelName? = nil) throws -> PortalExplanation {
        guard let run = PastRun.all(in: output).last(where: \.hasReasons) else {
            throw PipelineError.nothingToExplain(output)
        }
        return try run.explanation(of: id, model: model)
    }
}

extension PastRun {
    /// Whether the run finished with a list and its reasons.
    var hasReasons: Bool {
        manifest.state == .finished && manifest.stages.contains { $0.name == .rank } && files.has(.reasons)
    }

    /// Explains the probability of a portal.
    ///
    /// - Parameters:
    ///   - id: The portal's id, as in the tables.
    ///   - model: The model of the list. nil: the one that later stages use.
    /// - Throws: `PipelineError` if the list or the portal is not found, or the portal has no reasons.
    package func explanation(of id: String, model: ModelName? = nil) throws -> PortalExplanation {
        let list = try list(model)
        if list.model == .activity { throw PipelineError.activityNeedsNoExplanation }
        let connection = try Database.open().connect()
        let listed = try connection.rows(
            """
            SELECT rank, \(name: list.probabilityColumn), status, band FROM read_parquet(\(literal: list.file)) WHERE id = \(id)
            """
        ) {
            try (
                rank: $0.int("rank")!, probability: $0.double(list.probabilityColumn)!, status: $0.string("status")!,
                band: $0.string("band")
            )
        }.first
        guard let listed else { throw PipelineError.notListed(id, list.asOf) }
        guard files.has(.reasons) else { throw PipelineError.hasNoReasons(manifest.id) }
        let reasons = try files.path(.reasons)
        let contribution = list.model.contributionColumn
        let parts = try connection.rows(
            """
            SELECT signal, axis, \(name: contribution), value, typical, text
            FROM read_parquet(\(literal: reasons)) WHERE id = \(id) AND \(name: contribution) IS NOT NULL
            ORDER BY abs(\(name: contribution)) DESC, signal
            """
        ) { row in
            try PortalExplanation.Part(
                signal: Signal(name: row.string("signal")!)!, axis: Signal.Axis(rawValue: row.string("axis")!)!,
                contribution: row.double(contribution)!, value: row.string("value"), typical: row.string("typical"),
                text: row.string("text")!)
        }
        let axes = try connection.rows(
            """
            SELECT log_odds, base, fit, intent, fit_percentile, intent_percentile
            FROM read_parquet(\(literal: files.path(.axes)))
            WHERE id = \(id) AND model = \(list.model.rawValue)
            """
        ) { row in
            (
                try ["log_odds", "base", "fit", "intent"].map { try row.double($0)! }, try row.int("fit_percentile"),
                try row.int("intent_percentile")
            )
        }.first
        guard let (sums, fit, intent) = axes else { throw PipelineError.notExplained(id, rank: listed.rank) }
        return PortalExplanation(
            run: manifest.id, asOf: list.asOf, horizon: list.horizon ?? 30, model: list.model, id: id,
            rank: listed.rank,
            listed: list.reconciliation.listed, probability: listed.probability, band: listed.band,
            status: listed.status, logOdds: sums[0], base: sums[1], fit: sums[2], intent: sums[3], fitPercentile: fit,
            intentPercentile: intent, parts: parts)
    }
}

extension PipelineError {
    fileprivate static func nothingToExplain(_ folder: String) -> Self {
        Self(
            problem: "There is no finished run with reasons in '\(folder)'.", remedy: "Start one with `prospect run`.",
            exitCode: .badInput)
    }

    fileprivate static let activityNeedsNoExplanation = Self(
        problem: "The list by activity has no model behind it: it is in the order of recent activity.",
        remedy: "With more matured conversions there are models, and reasons.", exitCode: .badInput)

    fileprivate static func hasNoReasons(_ run: String) -> Self {
        Self(
            problem: "The run \(run) has no reasons.", remedy: "Start another with `prospect run`.", exitCode: .badInput
        )
    }

    // The user typed the id. It goes to the terminal but not to any log.
    fileprivate static func notListed(_ id: String, _ day: Day) -> Self {
        Self(
            problem: "The list for \(day) has no portal '\(id)'.",
            remedy: "It may be a customer by then, be excluded, or not be in the tables.", exitCode: .badInput)
    }

    fileprivate static func notExplained(_ id: String, rank: Int) -> Self {
        Self(
            problem: "The portal '\(id)' has rank \(rank), and only the best were explained.",
            remedy: "Raise ranking.explain_top and run again.", exitCode: .badInput)
    }
}
