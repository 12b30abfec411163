internal import DuckDB
internal import ProspectCore

/// Why each portal is where it is on the lists: two Parquet files that an earlier stage has written.
package struct Explanations {
    /// One row per model, portal and signal: `model`, `id`, `signal`, `contribution`, `text`.
    let reasons: String
    /// One row per model and portal: `model`, `id`, `fit_percentile`, `intent_percentile`.
    let axes: String

    /// How many reasons push a portal up the list, and how many down.
    static let up = 3
    static let down = 2
    /// Contributions of less than this, in log-odds, are no reason: they move odds by less than 1%.
    static let least = 0.01

    package init(reasons: String, axes: String) {
        self.reasons = reasons
        self.axes = axes
    }

    static let reasonColumns = (1...up + down).map { "reason_\($0)" }
    static let listColumns = ["fit", "intent"] + reasonColumns

    /// `id`, `fit`, `intent` and the reasons of one model's portals.
    ///
    /// Signals of which the same is said count as one: for a portal without any usage that is all of them.
    func perPortal(_ model: ModelName) -> String {
        let isModel = "model = \(SQL.literal(model.rawValue))"
        func reason(_ list: String, _ place: Int) -> String {
            "CASE WHEN \(list)[\(place)].t <= -\(Self.least) THEN \(list)[\(place)].x END"
        }
        let ups = (1...Self.up).map { "\(reason("up", $0)) AS reason_\($0)" }
        let downs = (1...Self.down).map {
            "'Against: ' || \(Self.lowered("(\(reason("down", $0)))")) AS reason_\(Self.up + $0)"
        }
        // Lists are sorted once they are whole: an aggregate with an order of its own sorts each group by itself, which
        // takes several times as long. Equal contributions are in the order of their texts.
        return """
            SELECT id, fit_percentile AS fit, intent_percentile AS intent, \((ups + downs).joined(separator: ", "))
            FROM (SELECT * FROM read_parquet(\(SQL.literal(axes))) WHERE \(isModel))
            LEFT JOIN (
                SELECT id, list_sort(list({'t': -total, 'x': text})) AS up,
                    list_sort(list({'t': total, 'x': text})) AS down
                FROM (
                    SELECT id, text, list_sum(list_sort(list(contribution))) AS total
                    FROM read_parquet(\(SQL.literal(reasons))) WHERE \(isModel) GROUP BY id, text)
                WHERE abs(total) >= \(Self.least) GROUP BY id
            ) USING (id)
            """
    }

    /// A sentence behind a colon: its first letter is small unless it begins with an acronym.
    private static func lowered(_ text: String) -> String {
        "CASE WHEN regexp_matches(\(text), '^[A-Z][^A-Z]') THEN lower(left(\(text), 1)) || substr(\(text), 2) "
            + "ELSE \(text) END"
    }
}
