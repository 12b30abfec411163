internal import DuckDB
internal import Modeling

/// Why each portal is where it is on the lists: two Parquet files from an earlier stage.
package struct Explanations: Sendable {
    /// The file with one row per portal and signal: `id`, `signal`, `text`, and the signal's contribution to the score
    /// of each model.
    package let reasons: String
    /// The file with one row per model and portal: `model`, `id`, `fit_percentile`, `intent_percentile`.
    package let axes: String

    /// The numbers of reasons that push a portal up the list, and down.
    static let up = 3
    static let down = 2
    /// The smallest contribution that is a reason, in log-odds. Smaller ones move the odds by less than 1%.
    static let least = 0.01

    package init(reasons: String, axes: String) {
        self.reasons = reasons
        self.axes = axes
    }

    package static let reasonColumns = (1...up + down).map { "reason_\($0)" }
    static let listColumns = ["fit", "intent"] + reasonColumns

    /// Returns a query for `id`, `fit`, `intent` and the reasons of one model's portals.
    ///
    /// Signals with the same text count as one. For a portal without any usage, these are all signals of usage.
    func perPortal(_ model: ModelName) -> SQL {
        let ups = (1...Self.up).map { "up[\(literal: $0)].x AS \(name: "reason_\($0)")" as SQL }
        let downs = (1...Self.down).map {
            "'Against: ' || \(Self.lowered("(down[\(literal: $0)].x)")) AS \(name: "reason_\(Self.up + $0)")" as SQL
        }
        // Sums of whole numbers do not depend on the order of their terms. Equal contributions are ordered by their
        // texts.
        return """
            SELECT id, fit_percentile AS fit, intent_percentile AS intent, \((ups + downs).joined(separator: ", "))
            FROM (SELECT * FROM read_parquet(\(literal: axes)) WHERE model = \(literal: model.rawValue))
            LEFT JOIN (
                SELECT id, min({'t': -total, 'x': text}, \(literal: Self.up)) FILTER (total >= \(literal: Self.least)) AS up,
                    min({'t': total, 'x': text}, \(literal: Self.down)) FILTER (total <= -\(literal: Self.least)) AS down
                FROM (
                    SELECT id, text, sum(\(Self.whole(SQL(name: model.contributionColumn))))::DOUBLE / 1e12 AS total
                    FROM read_parquet(\(literal: reasons)) WHERE \(name: model.contributionColumn) IS NOT NULL
                    GROUP BY id, text)
                GROUP BY id
            ) USING (id)
            """
    }

    /// Returns a contribution in units of 10^-12. Beyond a million it is practically infinite, and would not fit.
    private static func whole(_ contribution: SQL) -> SQL {
        "round(greatest(-1e6, least(1e6, \(contribution))) * 1e12)::BIGINT"
    }

    /// Returns a sentence for use after a colon: its first letter is lower-case unless it begins with an acronym.
    private static func lowered(_ text: SQL) -> SQL {
        "CASE WHEN regexp_matches(\(text), '^[A-Z][^A-Z]') THEN lower(left(\(text), 1)) || substr(\(text), 2) "
            + "ELSE \(text) END"
    }
}
